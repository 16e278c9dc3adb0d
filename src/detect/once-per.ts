/**
 * A function that makes what depends on one long-lived thing alone, such as a rule set or a text, and keeps it as long as that thing. What a
 * time limit stops half-way is not kept.
 *
 * @param keyOf the part on which all depends
 */
export function oncePer<T extends object, V extends object>(
  make: (of: T) => V,
  keyOf: (of: T) => object = (of) => of,
): (of: T) => V {
  const made = new WeakMap<object, V>();
  return (of) => {
    const key = keyOf(of);
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(of);
    made.set(key, value);
    return value;
  };
}
