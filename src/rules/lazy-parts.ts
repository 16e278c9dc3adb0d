/**
 * Gives an object parts that are made when they are first read, and kept. A start does not wait for what only detection needs; a copy, and what
 * a thread is sent, has them made.
 *
 * @param makers what makes each part, by its name; none may fail
 */
export function withLazyParts<T extends object, M extends Readonly<Record<string, () => unknown>>>(
  object: T,
  makers: M,
): T & { readonly [Name in keyof M]: ReturnType<M[Name]> } {
  for (const [name, make] of Object.entries(makers)) {
    const get = (): unknown => {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
  return object as T & { readonly [Name in keyof M]: ReturnType<M[Name]> };
}
