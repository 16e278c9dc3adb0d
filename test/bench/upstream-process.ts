import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { milliseconds } from './measure';

/** A stand-in for OpenAI in a process of its own: answers at once, or streams 200 chunks 2 ms apart that carry the time of sending. */
const REPLY = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1,
  model: 'bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Noted. '.repeat(285) }, logprobs: null, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'bench', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (!Buffer.concat(parts).includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(REPLY);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let left = 200;
    const timer = setInterval(() => {
      response.write(chunk({ content: `@${milliseconds().toFixed(3)}@ ` }, null));
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
    }, 2);
  });
});

server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
