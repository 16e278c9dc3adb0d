import type { MemoryLayout } from '../webassembly';

interface Area {
  readonly place: number;
  readonly strips: number;
  /** From one strip to the next, in bytes. */
  readonly spread: number;
  /** Bytes of a row in a strip. */
  readonly row: number;
  /** Bytes that do not depend on the rows. */
  readonly fixed: number;
}

/**
 * Places in a kernel's memory for what depends on a text, in rows. It knows how many rows were used: emptying all of a room after every text
 * would push the weights out of the processor's cache.
 */
export class Room {
  private readonly layout: MemoryLayout;
  private readonly rows: number;
  private readonly areas: Area[] = [];
  private used = 0;

  /** @param rows the most that are ever used */
  constructor(layout: MemoryLayout, rows: number) {
    this.layout = layout;
    this.rows = rows;
  }

  /** A place for rows of so many bytes. */
  take(row: number): number {
    return this.takeStrips(1, row).place;
  }

  /** A place for rows that are taken apart: strips, each of which has so many bytes of every row. */
  takeStrips(strips: number, row: number): { place: number; spread: number } {
    const spread = this.rows * row;
    const place = this.layout.take(strips * spread);
    this.areas.push({ place, strips, spread, row, fixed: 0 });
    return { place, spread };
  }

  /** A place for so many bytes, whatever is read. */
  takeFixed(bytes: number): number {
    const place = this.layout.take(bytes);
    this.areas.push({ place, strips: 1, spread: 0, row: 0, fixed: bytes });
    return place;
  }

  /** To be called before anything is written beyond the rows that were used so far. */
  use(rows: number): void {
    this.used = Math.max(this.used, rows);
  }

  /** Empties what was used. */
  clear(memory: ArrayBuffer): void {
    if (this.used === 0) return;
    const bytes = new Uint8Array(memory);
    for (const { place, strips, spread, row, fixed } of this.areas)
      for (let strip = 0; strip < strips; strip += 1) {
        const begin = place + strip * spread;
        bytes.fill(0, begin, begin + this.used * row + fixed);
      }
    this.used = 0;
  }
}
