/** 32-bit hashing of strings and of combinations of numbers: feature ids of the tagger. The trained model depends on every bit of it. */

/** FNV-1a over UTF-16 code units. */
export function hashText(text: string, start = 0, end = text.length): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** Mixes a value into a seed (the finaliser of MurmurHash3). */
export function mix(seed: number, value: number): number {
  let hash = Math.imul(seed ^ value, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash + (seed << 5), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
