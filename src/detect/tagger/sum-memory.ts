/**
 * Sums by two keys: a fixed number of places, of which a later sum takes that of an earlier one. It holds what a model's weights add up to
 * for shapes, ranks and classes, nothing by which a word could be told.
 */
export class SumMemory {
  /** The sums, `length` numbers each. */
  readonly sums: Int32Array;
  readonly length: number;
  private readonly keys: Int32Array;
  private readonly mask: number;

  /**
   * @param places a power of two
   * @param length numbers of a sum
   */
  constructor(places: number, length: number) {
    this.length = length;
    this.mask = places - 1;
    this.sums = new Int32Array(places * length);
    this.keys = new Int32Array(places * 2).fill(-1);
  }

  /** The place of two keys of up to 31 bits each, from 0 on. */
  placeOf(high: number, low: number): number {
    const hash = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & this.mask;
  }

  /** Whether the sum at a place is that of the keys. If not, it is 0 from now on, for the caller to add to. */
  knows(place: number, high: number, low: number): boolean {
    const { keys, sums, length } = this;
    if (keys[place * 2] === high && keys[place * 2 + 1] === low) return true;
    keys[place * 2] = high;
    keys[place * 2 + 1] = low;
    sums.fill(0, place * length, (place + 1) * length);
    return false;
  }

  /** Adds the sum at a place to the numbers of `to` from `at` on. */
  addTo(to: Int32Array, at: number, place: number): void {
    const { sums, length } = this;
    const from = place * length;
    for (let word = 0; word < length; word += 1) to[at + word] = ((to[at + word] as number) + (sums[from + word] as number)) | 0;
  }
}
