/** A package from the folder that is the first argument, where `npm install --prefix` put it. */
export function peerModule<T>(name: string): T {
  const folder = process.argv[2] ?? '';
  return require(require.resolve(name, { paths: [folder] })) as T;
}
