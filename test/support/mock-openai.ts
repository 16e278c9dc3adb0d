import { LLMock } from '@copilotkit/aimock';

/** aimock in OpenAI's place, with its journal of what really arrived. */
export interface MockOpenai {
  readonly mock: LLMock;
  /** Base URL, with `/v1`. */
  readonly url: string;
  /** Everything that arrived: paths, headers and bodies. */
  journal(): string;
  close(): Promise<void>;
}

/** Starts aimock on a free loopback port; texts and tool arguments are streamed in pieces of `chunkSize` characters. */
export async function startMockOpenai(chunkSize: number): Promise<MockOpenai> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize, logLevel: 'silent' });
  await mock.start();
  return {
    mock,
    url: `${mock.url}/v1`,
    journal: () => JSON.stringify(mock.getRequests().map(({ method, path, headers, body }) => ({ method, path, headers, body }))),
    close: () => mock.stop(),
  };
}
