/**
 * The tagger's sums of weights (AssemblyScript, compiled by `npm run kernels` into `src/detect/tagger/kernel-code.ts`). Everything lies in one
 * memory that the caller lays out; places are in bytes. A sum is 32 whole numbers of 16 bits, one for each label.
 */

let table: usize = 0;
let mask: u32 = 0;
let rows: usize = 0;
let single: usize = 0;

/** Says where the model lies, `TaggerModel.table` of `places` pairs and `TaggerModel.rows`, and where there is room for a sum in the making. */
export function open(tableAt: usize, places: u32, rowsAt: usize, room: usize): void {
  table = tableAt;
  mask = places - 1;
  rows = rowsAt;
  single = room;
}

/** Leaves at `to` the sum of the weights of features (int32). */
export function sumFeatures(features: usize, count: i32, to: usize): void {
  const zero = i16x8.splat(0);
  addFeatures(zero, zero, zero, zero, features, count, to);
}

/** Leaves at `to` the sum of seven sums and of the weights of features. */
export function sumWindow(
  first: usize,
  second: usize,
  third: usize,
  fourth: usize,
  fifth: usize,
  sixth: usize,
  seventh: usize,
  features: usize,
  count: i32,
  to: usize,
): void {
  addFeatures(
    seven(first, second, third, fourth, fifth, sixth, seventh, 0),
    seven(first, second, third, fourth, fifth, sixth, seventh, 16),
    seven(first, second, third, fourth, fifth, sixth, seventh, 32),
    seven(first, second, third, fourth, fifth, sixth, seventh, 48),
    features,
    count,
    to,
  );
}

function seven(
  first: usize,
  second: usize,
  third: usize,
  fourth: usize,
  fifth: usize,
  sixth: usize,
  seventh: usize,
  at: usize,
): v128 {
  const left = i16x8.add(i16x8.add(v128.load(first + at), v128.load(second + at)), v128.load(third + at));
  const right = i16x8.add(i16x8.add(v128.load(fifth + at), v128.load(sixth + at)), v128.load(seventh + at));
  return i16x8.add(i16x8.add(left, v128.load(fourth + at)), right);
}

function addFeatures(from0: v128, from1: v128, from2: v128, from3: v128, features: usize, count: i32, to: usize): void {
  let sum0 = from0,
    sum1 = from1,
    sum2 = from2,
    sum3 = from3;
  // Entries of the table are added label by label in memory, rows in registers.
  memory.fill(single, 0, 64);
  for (let index = 0; index < count; index++) {
    const feature = load<u32>(features + ((index as usize) << 2));
    const found = find(feature);
    if ((found & 1) == 1) {
      addEntry(single, (found >> 1) & 0x3fff);
      addEntry(single, found >> 15);
    } else {
      // The row of a feature that the model lacks is the first one, which is empty.
      const row = rows + ((found as usize) << 5);
      sum0 = i16x8.add(sum0, v128.load(row));
      sum1 = i16x8.add(sum1, v128.load(row, 16));
      sum2 = i16x8.add(sum2, v128.load(row, 32));
      sum3 = i16x8.add(sum3, v128.load(row, 48));
    }
  }
  v128.store(to, i16x8.add(sum0, v128.load(single)));
  v128.store(to, i16x8.add(sum1, v128.load(single, 16)), 16);
  v128.store(to, i16x8.add(sum2, v128.load(single, 32)), 32);
  v128.store(to, i16x8.add(sum3, v128.load(single, 48)), 48);
}

/** What the table holds for a feature, as `findFeature` of `src/rules/tagger-model.ts`. */
function find(feature: u32): u32 {
  let at = (feature ^ (feature >> 15)) & mask;
  while (true) {
    const place = table + ((at as usize) << 3);
    const found = load<u32>(place, 4);
    if (found == 0 || load<u32>(place) == feature) return found;
    at = (at + 1) & mask;
  }
}

function addEntry(sum: usize, entry: u32): void {
  const place = sum + (((entry >> 9) as usize) << 1);
  store<i16>(place, load<i16>(place) + ((entry & 511) as i16) - 256);
}
