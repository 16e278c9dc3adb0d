import { CommandError } from '../command-error';

/** The demo's application: it speaks to the proxy as any client of OpenAI does. */
export interface ChatClient {
  send(content: string): Promise<{ readonly text: string }>;
  stream(content: string): Promise<{ readonly text: string; readonly chunks: number }>;
}

interface Choice {
  readonly message?: { readonly content?: string };
  readonly delta?: { readonly content?: string };
}

const textOf = (body: string, part: 'message' | 'delta'): string =>
  (JSON.parse(body) as { readonly choices: readonly Choice[] }).choices[0]?.[part]?.content ?? '';

/** `url` is the proxy's, without `/v1`. */
export function createChatClient(url: string, key: string): ChatClient {
  const post = async (content: string, stream: boolean): Promise<string> => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-compliantchatgpt-key': key },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }], stream }),
    });
    const body = await response.text();
    if (!response.ok) throw new CommandError(`the proxy refused the request: status ${response.status}`);
    return body;
  };
  return {
    send: async (content) => ({ text: textOf(await post(content, false), 'message') }),
    stream: async (content) => {
      const frames = (await post(content, true)).split('\n\n').map((frame) => frame.replace(/^data: /, ''));
      if (!frames.includes('[DONE]')) throw new CommandError('the stream ended without [DONE]');
      const chunks = frames.filter((frame) => frame.startsWith('{'));
      return { text: chunks.map((chunk) => textOf(chunk, 'delta')).join(''), chunks: chunks.length };
    },
  };
}
