/**
 * The first index below `count` for which `holds`; `count` if there is none. Takes logarithmic time.
 *
 * @param holds once true of an index, true of all behind it
 */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
