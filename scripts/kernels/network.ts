/**
 * The arithmetic of the network (AssemblyScript, compiled by `npm run kernels` into `src/detect/network/kernel-code.ts`). Everything
 * lies in one memory that the caller lays out; places are in bytes, sizes in numbers: of 32 bits, of 16 where so said.
 */

/**
 * `out[row] = factors × (weights × in[row]) + bias`, with a factor for each column, for the `count` rows whose numbers (int32) lie at `rows`;
 * negative results are made 0 if asked. Input and weights are whole numbers of 16 bits whose sums of products the caller keeps within 32;
 * `stride` and `size` count numbers of 16 bits. Rows of `in` may overlap. Weights lie in blocks of 16 columns; in each, two inputs together,
 * column by column the weight of the first and that of the second. `size` (inputs) is even, `columns` a multiple of 16.
 */
export function multiply(
  input: usize,
  stride: i32,
  size: i32,
  weights: usize,
  factors: usize,
  bias: usize,
  columns: i32,
  output: usize,
  rows: usize,
  count: i32,
  rectify: bool,
): void {
  const wide = (columns as usize) << 2;
  const step = (stride as usize) << 1;
  const length = (size as usize) << 1;
  const least = f32x4.splat(rectify ? 0 : -f32.MAX_VALUE);
  // A block's weights stay in the first cache while all rows pass.
  for (let column: usize = 0; column < wide; column += 64) {
    const block = weights + column * (length >> 2);
    for (let index = 0; index < count; index += 2) {
      const row = rowAt(rows, index),
        next = rowAt(rows, min(index + 1, count - 1));
      const first = input + row * step,
        second = input + next * step;
      let a0 = i32x4.splat(0),
        a1 = a0,
        a2 = a0,
        a3 = a0,
        b0 = a0,
        b1 = a0,
        b2 = a0,
        b3 = a0;
      let weight = block;
      for (let at: usize = 0; at < length; at += 4) {
        const one = v128.load32_splat(first + at),
          two = v128.load32_splat(second + at);
        const w0 = v128.load(weight),
          w1 = v128.load(weight, 16),
          w2 = v128.load(weight, 32),
          w3 = v128.load(weight, 48);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(one, w0));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(two, w0));
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(one, w1));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(two, w1));
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(one, w2));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(two, w2));
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(one, w3));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(two, w3));
        weight += 64;
      }
      finish(output + row * wide + column, a0, a1, a2, a3, factors + column, bias + column, least);
      finish(output + next * wide + column, b0, b1, b2, b3, factors + column, bias + column, least);
    }
  }
}

function rowAt(rows: usize, index: i32): usize {
  return load<i32>(rows + ((index as usize) << 2)) as usize;
}

function finish(to: usize, s0: v128, s1: v128, s2: v128, s3: v128, factors: usize, bias: usize, least: v128): void {
  finishFour(to, s0, factors, bias, least);
  finishFour(to + 16, s1, factors + 16, bias + 16, least);
  finishFour(to + 32, s2, factors + 32, bias + 32, least);
  finishFour(to + 48, s3, factors + 48, bias + 48, least);
}

function finishFour(to: usize, sums: v128, factors: usize, bias: usize, least: v128): void {
  const products = f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load(factors));
  v128.store(to, f32x4.max(f32x4.add(products, v128.load(bias)), least));
}

/**
 * Adds `more` to each of the `count` rows whose numbers lie at `rows`, then brings it to mean 0 and variance 1, times `gain` plus `shift`
 * (layer normalisation). Leaves in `rounded` the results times `scale` as whole numbers of 16 bits.
 */
export function addAndNormalise(
  values: usize,
  more: usize,
  gain: usize,
  shift: usize,
  width: i32,
  rows: usize,
  count: i32,
  rounded: usize,
  scale: f32,
): void {
  const wide = (width as usize) << 2;
  const scales = f32x4.splat(scale);
  for (let index = 0; index < count; index++) {
    const row = rowAt(rows, index);
    const x = values + row * wide,
      y = more + row * wide,
      to = rounded + row * (wide >> 1);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < wide; at += 16) {
      const value = f32x4.add(v128.load(x + at), v128.load(y + at));
      v128.store(x + at, value);
      sums = f32x4.add(sums, value);
    }
    const mean = total(sums) / (width as f32);
    const means = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < wide; at += 16) {
      const value = f32x4.sub(v128.load(x + at), means);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const factor = f32x4.splat(1 / sqrt<f32>(total(squares) / (width as f32) + 1e-5));
    for (let at: usize = 0; at < wide; at += 32) {
      const low = f32x4.mul(f32x4.sub(v128.load(x + at), means), factor),
        high = f32x4.mul(f32x4.sub(v128.load(x + at, 16), means), factor);
      const first = f32x4.add(f32x4.mul(low, v128.load(gain + at)), v128.load(shift + at)),
        second = f32x4.add(f32x4.mul(high, v128.load(gain + at, 16)), v128.load(shift + at, 16));
      v128.store(x + at, first);
      v128.store(x + at, second, 16);
      v128.store(to + (at >> 1), round(first, second, scales));
    }
  }
}

/** Eight numbers times `scales` as whole numbers of 16 bits. */
function round(first: v128, second: v128, scales: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(first, scales))),
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(second, scales))),
  );
}

function total(sums: v128): f32 {
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}

/** Leaves in `rounded` the `count` numbers at `values` (a multiple of 8) times `scale` as whole numbers of 16 bits. */
export function roundAll(values: usize, count: i32, rounded: usize, scale: f32): void {
  const scales = f32x4.splat(scale);
  const end = (count as usize) << 2;
  for (let at: usize = 0; at < end; at += 32)
    v128.store(rounded + (at >> 1), round(v128.load(values + at), v128.load(values + at, 16), scales));
}

/**
 * Attention with several heads, for `count` queries that belong to the rows (int32) at `rows`: for each head the mean of the values up to
 * `reach` rows before and behind, weighted by the softmax of query times key plus what `distances` holds for a row so far away (for each head
 * `2 reach + 1` numbers, from the farthest in front). Keys and values have a row for each of `length`, queries and `attended` one for each
 * query, all of `width` numbers, a multiple of 8 for each head. `scores` is room for the scores of a head and four more.
 */
export function attend(
  queries: usize,
  rows: usize,
  count: i32,
  keys: usize,
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
    const near = min(length - 1, row + reach) - first + 1;
    for (let head = 0; head < heads; head++) {
      const offset = (head as usize) * part;
      const query = queries + (index as usize) * wide + offset,
        begin = (first as usize) * wide + offset;
      const nearness = distances + ((head * (2 * reach + 1) + first - row + reach) << 2);
      softmax(scores, near, score(query, keys + begin, near, wide, part, nearness, scores));
      const to = attended + (index as usize) * wide + offset;
      for (let at: usize = 0; at < part; at += 32) {
        let low = f32x4.splat(0),
          high = low;
        let value = values + begin + at;
        for (let other = 0; other < near; other++) {
          const share = v128.load32_splat(scores + ((other as usize) << 2));
          low = f32x4.add(low, f32x4.mul(share, v128.load(value)));
          high = f32x4.add(high, f32x4.mul(share, v128.load(value, 16)));
          value += wide;
        }
        v128.store(to + at, low);
        v128.store(to + at, high, 16);
      }
    }
  }
}

/** Writes the score of each of the `near` keys; returns the largest. */
function score(query: usize, keys: usize, near: i32, wide: usize, part: usize, nearness: usize, scores: usize): f32 {
  let most: f32 = -f32.MAX_VALUE;
  for (let other = 0; other < near; other++) {
    const key = keys + (other as usize) * wide,
      place = (other as usize) << 2;
    let low = f32x4.splat(0),
      high = low;
    for (let at: usize = 0; at < part; at += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(query + at), v128.load(key + at)));
      high = f32x4.add(high, f32x4.mul(v128.load(query + at, 16), v128.load(key + at, 16)));
    }
    const sum = total(f32x4.add(low, high)) + load<f32>(nearness + place);
    store<f32>(scores + place, sum);
    most = max(most, sum);
  }
  return most;
}

/** Makes shares of scores, of which `most` is the largest. */
function softmax(scores: usize, count: i32, most: f32): void {
  const end = (count as usize) << 2;
  // What fills up the last four gets no share.
  v128.store(scores + end, f32x4.splat(-f32.MAX_VALUE));
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const shares = exponential(f32x4.sub(v128.load(scores + at), f32x4.splat(most)));
    v128.store(scores + at, shares);
    sums = f32x4.add(sums, shares);
  }
  const factor = f32x4.splat(1 / total(sums));
  for (let at: usize = 0; at < end; at += 16) v128.store(scores + at, f32x4.mul(v128.load(scores + at), factor));
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

/** Writes, for each row, the vector of its piece (bytes with a scale each) and that of its form; `pieces` and `forms` are int32. */
export function look(
  pieces: usize,
  forms: usize,
  rows: i32,
  bytes: usize,
  scales: usize,
  ofForms: usize,
  width: i32,
  piecesTo: usize,
  formsTo: usize,
): void {
  const wide = (width as usize) << 2;
  for (let row = 0; row < rows; row++) {
    const at = (row as usize) << 2,
      to = (row as usize) * wide;
    const piece = load<i32>(pieces + at) as usize;
    const scale = f32x4.splat(load<f32>(scales + (piece << 2)));
    const from = bytes + piece * (width as usize);
    for (let part: usize = 0; part < wide; part += 16) {
      const four = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(from + (part >> 2))));
      v128.store(piecesTo + to + part, f32x4.mul(f32x4.convert_i32x4_s(four), scale));
    }
    memory.copy(formsTo + to, ofForms + (load<i32>(forms + at) as usize) * wide, wide);
  }
}

/**
 * Leaves in `means`, for each row, the mean of the rows up to `reach` before and behind it. Rows and means are whole numbers of 16 bits, which
 * are summed up as such: the mean of a row does not depend on where the rows begin. `sums` is room for a row of 32 bits.
 */
export function average(input: usize, width: i32, rows: i32, reach: i32, sums: usize, means: usize): void {
  const wide = (width as usize) << 1;
  memory.fill(sums, 0, wide << 1);
  for (let row = 0; row < min(reach, rows); row++) shift(sums, input + (row as usize) * wide, wide, 1);
  for (let row = 0; row < rows; row++) {
    if (row + reach < rows) shift(sums, input + ((row + reach) as usize) * wide, wide, 1);
    if (row > reach) shift(sums, input + ((row - reach - 1) as usize) * wide, wide, -1);
    const share = f32x4.splat(1 / ((min(row + reach, rows - 1) - max(row - reach, 0) + 1) as f32));
    const to = means + (row as usize) * wide;
    for (let at: usize = 0; at < wide; at += 16) {
      const from = sums + (at << 1);
      v128.store(to + at, round(f32x4.convert_i32x4_s(v128.load(from)), f32x4.convert_i32x4_s(v128.load(from, 16)), share));
    }
  }
}

/** Adds a row to the sums, or takes it away. */
function shift(sums: usize, row: usize, wide: usize, sign: i32): void {
  const signs = i32x4.splat(sign);
  for (let at: usize = 0; at < wide; at += 16) {
    const eight = v128.load(row + at),
      to = sums + (at << 1);
    v128.store(to, i32x4.add(v128.load(to), i32x4.mul(i32x4.extend_low_i16x8_s(eight), signs)));
    v128.store(to, i32x4.add(v128.load(to, 16), i32x4.mul(i32x4.extend_high_i16x8_s(eight), signs)), 16);
  }
}
