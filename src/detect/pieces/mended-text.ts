import { firstIndex } from '../first-index';
import type { Gap } from '../text/broken-values';
import type { Span } from '../types';

/** How much is read around a gap, in UTF-16 code units, and how much more up to the ends of lines. */
const AROUND = 256;
const REST_OF_LINE = 256;

/** A part of the text that stands in the mended one as it is. */
interface Part extends Span {
  /** Where in the text it stands. */
  readonly from: number;
  /** It is the first behind text that is left out. */
  readonly isApart: boolean;
}

function startAround(text: string, place: number): number {
  const near = Math.max(0, place - AROUND);
  const back = Math.max(0, near - REST_OF_LINE);
  const line = text.slice(back, near).lastIndexOf('\n') + 1;
  return line > 0 || back === 0 ? back + line : near;
}

function endAround(text: string, place: number): number {
  const near = Math.min(text.length, place + AROUND);
  const line = text.slice(near, near + REST_OF_LINE).indexOf('\n');
  return line < 0 ? near : near + line;
}

/** The surroundings of gaps within values, read as if there were none. */
export class MendedText {
  text = '';
  private readonly source: string;
  private readonly parts: Part[] = [];

  /** @param gaps sorted, disjoint; one at least */
  constructor(source: string, gaps: readonly Gap[]) {
    this.source = source;
    let open = 0;
    let read = -1;
    for (const [index, gap] of gaps.entries()) {
      const start = startAround(source, gap.start);
      const isApart = start > read;
      if (isApart) {
        this.text += read < 0 ? '' : '\n\n';
        open = start;
      }
      this.copy(open, gap.start, isApart);
      this.text += gap.instead;
      open = gap.end;
      read = endAround(source, gap.end);
      const next = gaps[index + 1];
      if (next !== undefined && startAround(source, next.start) <= read) continue;
      this.copy(open, read, false);
    }
  }

  private copy(from: number, to: number, isApart: boolean): void {
    const start = this.text.length;
    this.parts.push({ start, end: start + to - from, from, isApart });
    this.text += this.source.slice(from, to);
  }

  /**
   * Where in the text a span stands that goes over a gap: nowhere if it does not, in several places if what is left out holds words,
   * which are no part of it.
   */
  placesOf({ start, end }: Span): Span[] {
    const { parts, source } = this;
    const first = firstIndex(parts.length, (index) => (parts[index] as Part).end > start);
    const last = firstIndex(parts.length, (index) => (parts[index] as Part).end >= end);
    const over = parts.slice(first, last + 1);
    if (over.length < 2 || over.slice(1).some(({ isApart }) => isApart)) return [];
    const places: Span[] = [];
    for (const part of over) {
      const shift = part.from - part.start;
      const place = { start: Math.max(start, part.start) + shift, end: Math.min(end, part.end) + shift };
      const open = places.at(-1);
      if (open === undefined || /[\p{L}\d]/u.test(source.slice(open.end, place.start))) places.push(place);
      else places[places.length - 1] = { start: open.start, end: place.end };
    }
    return places;
  }
}
