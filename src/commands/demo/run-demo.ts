import { type Config, readConfig } from '../../config';
import { createLogger } from '../../log';
import { loadRules } from '../../rules/load';
import { CommandError } from '../command-error';
import type { DemoOptions } from '../demo';
import { coloursFor, columnsOf } from '../output';
import { curlExample } from '../serve/curl-example';
import { temporaryKey } from '../serve/load-keys';
import { startProxy } from '../serve/start-proxy';
import { type ChatClient, createChatClient } from './chat-client';
import { type Check, checkRoundTrip } from './check-round-trip';
import { markTokens, markValues, sideBySide } from './columns';
import { DEMO_CASES, type DemoCase } from './demo-cases';
import { type Simulator, startSimulator } from './simulator';

/** `demo`: round trips through the proxy to a stand-in for OpenAI, with a verdict. */
export async function runDemo({ keep }: DemoOptions): Promise<void> {
  const { bold, dim, green } = coloursFor(process.stdout);
  const simulator = await startSimulator();
  const { proxy, config, key } = await startDemoProxy(simulator);
  process.stdout.write(`${bold('phi-proxy demo')}: application -> proxy ${proxy.url} -> stand-in for OpenAI ${simulator.url}\n`);
  try {
    const client = createChatClient(proxy.url, key);
    const checks: Check[] = [];
    for (const demoCase of DEMO_CASES) checks.push(...(await playCase(demoCase, client, simulator)));
    const failed = checks.filter(({ held }) => !held).length;
    if (failed > 0) throw new CommandError(`${failed} of ${checks.length} checks did not hold, see above`);
    process.stdout.write(
      `\n${bold(green(`All ${checks.length} checks held`))}: the model saw no original, and each came back.\n`,
    );
    if (keep) {
      process.stdout.write(
        `\nBoth keep running; Ctrl-C ends them.\nproxy      ${proxy.url}\nstand-in   ${simulator.url}\nproxy key: ${key}\n`,
      );
      process.stdout.write(`\n${curlExample({ url: proxy.url, key, needsOpenaiKey: config.openaiKey === undefined })}\n`);
      process.stdout.write(dim('The stand-in takes any OpenAI key.\n'));
      await new Promise<void>((resolve) => ['SIGINT', 'SIGTERM'].map((signal) => process.once(signal, () => resolve())));
    }
  } finally {
    await proxy.close();
    await simulator.close();
  }
}

async function startDemoProxy(simulator: Simulator) {
  // The environment is left out on purpose: the demo must not depend on, or touch, a real configuration.
  const config: Config = readConfig(
    {},
    { port: '0', upstreamUrl: simulator.url, logLevel: 'silent', openaiKey: 'sk-demo', drainMs: '500' },
  );
  const { keys, key } = temporaryKey();
  const logger = createLogger(config.logLevel);
  const proxy = await startProxy({ config, ruleSet: loadRules(config.rulesDir), keys, logger });
  return { proxy, config, key };
}

/** One case, whole and streamed; prints the views and the checks. */
async function playCase(demoCase: DemoCase, client: ChatClient, simulator: Simulator): Promise<Check[]> {
  const { bold, green, red, dim } = coloursFor(process.stdout);
  const whole = await client.send(demoCase.text);
  const wholeSeen = simulator.received.at(-1) ?? '';
  const streamed = await client.stream(demoCase.text);
  const streamedSeen = simulator.received.at(-1) ?? '';
  process.stdout.write(
    `\n${bold(demoCase.title)}\n\n${render(demoCase, { seen: contentOf(wholeSeen), returned: whole.text })}\n`,
  );
  const checks = [
    ...checkRoundTrip(demoCase, { mode: 'whole', body: wholeSeen, seen: contentOf(wholeSeen), returned: whole.text }),
    ...checkRoundTrip(demoCase, { mode: 'streamed', body: streamedSeen, seen: contentOf(streamedSeen), returned: streamed.text }),
  ];
  for (const { held, claim } of checks) process.stdout.write(`${held ? green('ok    ') : red('FAILED')} ${claim}\n`);
  process.stdout.write(dim(`       streamed in ${streamed.chunks} chunks; tokens arrived in pieces\n`));
  return checks;
}

function render({ text, values }: DemoCase, { seen, returned }: { seen: string; returned: string }): string {
  const { bold, yellow, cyan, green } = coloursFor(process.stdout);
  const columns = [
    { heading: 'the application sent', text, marks: markValues(text, values), colour: yellow, aligned: true },
    { heading: 'the model saw', text: seen, marks: markTokens(seen), colour: cyan, aligned: true },
    { heading: 'the application got back', text: returned, marks: markValues(returned, values), colour: green },
  ];
  return sideBySide(columns, columnsOf(process.stdout), bold);
}

/** The user's message in a request body as the stand-in received it. */
function contentOf(body: string): string {
  const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly role: string; readonly content: string }[] };
  return messages.filter(({ role }) => role === 'user').at(-1)?.content ?? '';
}
