/**
 * The tagger's sums of weights (AssemblyScript, compiled by `npm run kernels` into `src/detect/tagger/kernel-code.ts`). Everything lies in one
 * memory that the caller lays out; places are in bytes. A sum is 32 whole numbers of 16 bits, one for each label.
 */

let table: usize = 0;
let mask: u32 = 0;
let shift: u32 = 0;
let rows: usize = 0;
/** Room for what is found of features: places of the table as they are, then places of rows, and pairs of entries. */
let looked: usize = 0;
let foundRows: usize = 0;
let foundEntries: usize = 0;

/**
 * Says where the model lies, `TaggerModel.table` of `places` pairs and `TaggerModel.rows`, and where there is room for what is found of `most`
 * features, 16 bytes for each.
 */
export function open(tableAt: usize, places: u32, rowsAt: usize, room: usize, most: u32): void {
  table = tableAt;
  mask = places - 1;
  shift = clz(mask);
  rows = rowsAt;
  looked = room;
  foundRows = looked + ((most as usize) << 3);
  foundEntries = foundRows + ((most as usize) << 2);
}

/** Leaves from `to` on, one after the other, the sums of the weights of as many groups of features (int32) as there are `counts` (int32). */
export function sumGroups(features: usize, counts: usize, groups: i32, to: usize): void {
  const zero = i16x8.splat(0);
  let all = 0;
  for (let group = 0; group < groups; group++) all += load<i32>(counts + ((group as usize) << 2));
  look(features, all);
  let begin: usize = 0;
  for (let group = 0; group < groups; group++) {
    const count = load<i32>(counts + ((group as usize) << 2));
    addFeatures(zero, zero, zero, zero, features + (begin << 2), looked + (begin << 3), count, to + ((group as usize) << 6));
    begin += count as usize;
  }
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
  look(features, count);
  addFeatures(
    seven(first, second, third, fourth, fifth, sixth, seventh, 0),
    seven(first, second, third, fourth, fifth, sixth, seventh, 16),
    seven(first, second, third, fourth, fifth, sixth, seventh, 32),
    seven(first, second, third, fourth, fifth, sixth, seventh, 48),
    features,
    looked,
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

/**
 * Copies what the table holds at the features' first places. Most of it is not in the caches: since nothing is decided here, the processor
 * fetches many of them at once.
 */
function look(features: usize, count: i32): void {
  for (let index = 0; index < count; index++) {
    const feature = load<u32>(features + ((index as usize) << 2));
    store<u64>(looked + ((index as usize) << 3), load<u64>(table + ((firstPlace(feature) as usize) << 3)));
  }
}

function firstPlace(feature: u32): u32 {
  return feature >> shift;
}

/** Adds the weights of features to a sum, knowing what the table holds at their first places. */
function addFeatures(
  from0: v128,
  from1: v128,
  from2: v128,
  from3: v128,
  features: usize,
  places: usize,
  count: i32,
  to: usize,
): void {
  // Rows and entries are gathered before they are added: rows, too, are fetched at once then.
  let rowsEnd = foundRows;
  let entriesEnd = foundEntries;
  for (let index = 0; index < count; index++) {
    const feature = load<u32>(features + ((index as usize) << 2));
    const place = places + ((index as usize) << 3);
    let found = load<u32>(place, 4);
    if (found != 0 && load<u32>(place) != feature) found = findBehind(feature);
    store<usize>(rowsEnd, rows + ((found as usize) << 4));
    store<u32>(entriesEnd, found);
    const isEntries = found & 1;
    entriesEnd += (isEntries << 2) as usize;
    rowsEnd += ((u32(found != 0) & (isEntries ^ 1)) << 2) as usize;
  }
  let sum0 = from0,
    sum1 = from1,
    sum2 = from2,
    sum3 = from3;
  for (let at = foundRows; at < rowsEnd; at += 4) {
    const row = load<usize>(at);
    sum0 = i16x8.add(sum0, v128.load8x8_s(row));
    sum1 = i16x8.add(sum1, v128.load8x8_s(row, 8));
    sum2 = i16x8.add(sum2, v128.load8x8_s(row, 16));
    sum3 = i16x8.add(sum3, v128.load8x8_s(row, 24));
  }
  v128.store(to, sum0);
  v128.store(to, sum1, 16);
  v128.store(to, sum2, 32);
  v128.store(to, sum3, 48);
  for (let at = foundEntries; at < entriesEnd; at += 4) {
    const found = load<u32>(at);
    addEntry(to, (found >> 1) & 0x3fff);
    addEntry(to, found >> 15);
  }
}

/** What the table holds for a feature behind its first place, as `findFeature` of `src/rules/learned/tagger-model.ts`. */
function findBehind(feature: u32): u32 {
  let at = (firstPlace(feature) + 1) & mask;
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
