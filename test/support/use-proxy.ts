import { type FakeUpstream, type Reply, startFakeUpstream } from './fake-upstream';

interface Started {
  close(): Promise<void>;
}

export interface UseOptions {
  /** What upstream answers at the beginning of each test. */
  readonly reply?: Reply;
  /** Whether each test has a proxy and an upstream of its own. */
  readonly isFresh?: boolean;
}

/**
 * A proxy and the upstream behind it, for the tests of a file (or of a `describe`) from the first to the last; at the beginning of each, nothing
 * has arrived upstream. What is returned may be used only while tests run.
 */
export function useProxy<P extends Started>(
  start: (upstreamUrl: string) => Promise<P>,
  { reply, isFresh = false }: UseOptions = {},
): { readonly upstream: FakeUpstream; readonly proxy: P } {
  let upstream: FakeUpstream | undefined;
  let proxy: P | undefined;
  const open = async (): Promise<void> => {
    upstream = await startFakeUpstream();
    proxy = await start(upstream.url);
  };
  const close = async (): Promise<void> => {
    await proxy?.close();
    await upstream?.close();
  };
  (isFresh ? beforeEach : beforeAll)(open);
  (isFresh ? afterEach : afterAll)(close);
  beforeEach(() => {
    upstream?.requests.splice(0);
    if (reply !== undefined) upstream?.script(reply);
  });
  return { upstream: standFor(() => upstream), proxy: standFor(() => proxy) };
}

/** Stands for something that is started later. */
function standFor<T extends object>(current: () => T | undefined): T {
  return new Proxy({} as T, { get: (_target, name) => Reflect.get(current() ?? {}, name) });
}
