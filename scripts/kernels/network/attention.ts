import { round, rowAt, total } from './rows';

/**
 * Leaves the rows of `keys` whose numbers lie at `rows`, times `scale` as whole numbers of 16 bits, as `attend` reads them: two numbers of each
 * row together, row by row, and from one two to the next `spread` bytes.
 */
export function packKeys(keys: usize, width: i32, rows: usize, count: i32, scale: f32, packed: usize, spread: usize): void {
  const wide = (width as usize) << 2;
  const scales = f32x4.splat(scale);
  for (let index = 0; index < count; index++) {
    const row = rowAt(rows, index);
    const from = keys + row * wide;
    let to = packed + (row << 2);
    for (let at: usize = 0; at < wide; at += 32) {
      const eight = round(v128.load(from + at), v128.load(from + at, 16), scales);
      v128.store32_lane(to, eight, 0);
      v128.store32_lane(to + spread, eight, 1);
      v128.store32_lane(to + 2 * spread, eight, 2);
      v128.store32_lane(to + 3 * spread, eight, 3);
      to += spread << 2;
    }
  }
}

/**
 * Leaves the rows of `values` whose numbers lie at `rows`, times `scale` as whole numbers of 16 bits, as `attend` reads them: an even row and the
 * odd one behind it together, number by number. Where only one of the two is asked for, what the other holds does not matter.
 */
export function packValues(values: usize, width: i32, rows: usize, count: i32, scale: f32, packed: usize): void {
  const wide = (width as usize) << 2;
  const scales = f32x4.splat(scale);
  for (let index = 0; index < count; index++) {
    const row = rowAt(rows, index) & ~1;
    if (index > 0 && row == (rowAt(rows, index - 1) & ~1)) continue;
    const even = values + row * wide,
      odd = even + wide,
      to = packed + (row >> 1) * wide;
    for (let at: usize = 0; at < wide; at += 32) {
      const first = round(v128.load(even + at), v128.load(even + at, 16), scales),
        second = round(v128.load(odd + at), v128.load(odd + at, 16), scales);
      v128.store(to + at, i16x8.shuffle(first, second, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(to + at, i16x8.shuffle(first, second, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    }
  }
}

/**
 * Attention with several heads, for `count` queries that belong to the rows (int32) at `rows`: for each head the mean of the values up to
 * `reach` rows before and behind, weighted by the softmax of query times key, times `factor`, plus what `distances` holds for a row so far away
 * (for each head `2 reach + 1` numbers, from the farthest in front). Keys and values are packed (`packKeys`, `packValues`) and have a row for each
 * of `length`; queries and `attended` have one for each query: whole numbers of 16 bits, of `width` numbers, a multiple of 8 for each head.
 * Attended numbers have the scale of the values. `scores` is room for `2 reach + 18` numbers of 32 bits.
 */
export function attend(
  queries: usize,
  rows: usize,
  count: i32,
  keys: usize,
  spread: usize,
  factor: f32,
  values: usize,
  length: i32,
  width: i32,
  heads: i32,
  distances: usize,
  reach: i32,
  scores: usize,
  attended: usize,
): void {
  const wide = (width as usize) << 2;
  const part = wide / (heads as usize);
  for (let index = 0; index < count; index++) {
    const row = rowAt(rows, index) as i32;
    const first = max(0, row - reach);
    // Rows lie in twos.
    const begin = first & ~1;
    const near = min(length - 1, row + reach) - begin + 1;
    for (let head = 0; head < heads; head++) {
      const offset = (head as usize) * part;
      const own = (index as usize) * (wide >> 1) + (offset >> 1);
      const nearness = distances + ((head * (2 * reach + 1) + begin - row + reach) << 2);
      const from = keys + (offset >> 3) * spread + ((begin as usize) << 2);
      score(queries + own, part >> 3, from, spread, near, factor, nearness, scores);
      softmax(scores, near, first - begin);
      weigh(scores, near, values + ((begin as usize) >> 1) * wide + offset, wide, part, attended + own);
    }
  }
}

/** Writes the score of each of the `near` keys, and then of some that do not matter; the query has `twos` times two numbers. */
function score(
  query: usize,
  twos: usize,
  keys: usize,
  spread: usize,
  near: i32,
  factor: f32,
  nearness: usize,
  scores: usize,
): void {
  const end = (near as usize) << 2;
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < end; at += 64) {
    let s0 = i32x4.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let key = keys + at;
    for (let two: usize = 0; two < twos; two++) {
      const numbers = v128.load32_splat(query + (two << 2));
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(numbers, v128.load(key)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(numbers, v128.load(key, 16)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(numbers, v128.load(key, 32)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(numbers, v128.load(key, 48)));
      key += spread;
    }
    scoreFour(scores + at, s0, factors, nearness + at);
    scoreFour(scores + at + 16, s1, factors, nearness + at + 16);
    scoreFour(scores + at + 32, s2, factors, nearness + at + 32);
    scoreFour(scores + at + 48, s3, factors, nearness + at + 48);
  }
}

function scoreFour(to: usize, sums: v128, factors: v128, nearness: usize): void {
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sums), factors), v128.load(nearness)));
}

/** A share of one as a whole number. */
const WHOLE: f32 = 32767;

/**
 * Makes, of `count` scores without the first `skipped` (none or one), shares as whole numbers of 16 bits, which add up to `WHOLE` or nearly so;
 * what is skipped, and two behind the last, get none. Sums are made in an order that does not depend on what is skipped: shares are the same
 * wherever rows begin.
 */
function softmax(scores: usize, count: i32, skipped: i32): void {
  const begin = scores + ((skipped as usize) << 2),
    end = scores + ((count as usize) << 2);
  const least = f32x4.splat(-Infinity as f32);
  // What fills up the last eight.
  v128.store(end, least);
  v128.store(end, least, 16);
  let mosts = least;
  for (let at = begin; at < end; at += 16) mosts = f32x4.max(mosts, v128.load(at));
  const most = f32x4.splat(
    max(
      max(f32x4.extract_lane(mosts, 0), f32x4.extract_lane(mosts, 1)),
      max(f32x4.extract_lane(mosts, 2), f32x4.extract_lane(mosts, 3)),
    ),
  );
  let sums = f32x4.splat(0);
  for (let at = begin; at < end; at += 32) {
    const first = exponential(f32x4.sub(v128.load(at), most)),
      second = exponential(f32x4.sub(v128.load(at, 16), most));
    v128.store(at, first);
    v128.store(at, second, 16);
    sums = f32x4.add(sums, f32x4.add(first, second));
  }
  const factor = f32x4.splat(WHOLE / total(sums));
  let to = scores + ((skipped as usize) << 1);
  for (let at = begin; at < end; at += 32) {
    v128.store(to, round(v128.load(at), v128.load(at, 16), factor));
    to += 16;
  }
  store<i32>(to, 0);
  if (skipped > 0) store<i16>(scores, 0);
}

/** Leaves in `mean` the mean of `count` packed rows of values, `wide` bytes from two to two, of which `part` bytes, by their shares. */
function weigh(shares: usize, count: i32, values: usize, wide: usize, part: usize, mean: usize): void {
  const end = shares + ((count as usize) << 1);
  for (let at: usize = 0; at < part; at += 32) {
    let low = i32x4.splat(0),
      high = low;
    let value = values + at;
    for (let two = shares; two < end; two += 4) {
      const share = v128.load32_splat(two);
      low = i32x4.add(low, i32x4.dot_i16x8_s(share, v128.load(value)));
      high = i32x4.add(high, i32x4.dot_i16x8_s(share, v128.load(value, 16)));
      value += wide;
    }
    const eight = round(f32x4.convert_i32x4_s(low), f32x4.convert_i32x4_s(high), f32x4.splat(1 / WHOLE));
    v128.store(mean + (at >> 1), eight);
  }
}

/** Powers of e, of numbers that are not positive; those below e^-80 are 0. By powers of 2: the whole part as exponent, the rest by its series. */
function exponential(numbers: v128): v128 {
  const twos = f32x4.mul(f32x4.max(numbers, f32x4.splat(-86)), f32x4.splat(Mathf.LOG2E));
  const whole = f32x4.nearest(twos),
    rest = f32x4.sub(twos, whole);
  let series = f32x4.splat(0.0013333558146428443);
  series = f32x4.add(f32x4.mul(series, rest), f32x4.splat(0.009618129107628477));
  series = f32x4.add(f32x4.mul(series, rest), f32x4.splat(0.05550410866482158));
  series = f32x4.add(f32x4.mul(series, rest), f32x4.splat(0.2402265069591007));
  series = f32x4.add(f32x4.mul(series, rest), f32x4.splat(Mathf.LN2));
  series = f32x4.add(f32x4.mul(series, rest), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(series, power), f32x4.gt(numbers, f32x4.splat(-80)));
}
