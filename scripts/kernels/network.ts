/**
 * The arithmetic of the network (AssemblyScript, compiled by `npm run kernels` into `src/detect/network/kernel-code.ts`). Everything
 * lies in one memory that the caller lays out; places are in bytes, sizes in numbers: of 32 bits, of 16 where so said.
 */

/**
 * `out[row] = factor × (weights × in[row]) + bias` for the `count` rows whose numbers (int32) lie at `rows`, negative results made 0 if asked.
 * Input and weights are whole numbers of 16 bits whose sums of products the caller keeps within 32; `stride` and `size` count numbers of 16
 * bits. Rows of `in` may overlap. Weights lie in blocks of 16 columns; in each, two inputs together, column by column the weight of the first
 * and that of the second. `size` (inputs) is even, `columns` a multiple of 16.
 */
export function multiply(
  input: usize,
  stride: i32,
  size: i32,
  weights: usize,
  factor: f32,
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
  const factors = f32x4.splat(factor);
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
      finish(output + row * wide + column, a0, a1, a2, a3, factors, bias + column, least);
      finish(output + next * wide + column, b0, b1, b2, b3, factors, bias + column, least);
    }
  }
}

function rowAt(rows: usize, index: i32): usize {
  return load<i32>(rows + ((index as usize) << 2)) as usize;
}

function finish(to: usize, s0: v128, s1: v128, s2: v128, s3: v128, factors: v128, bias: usize, least: v128): void {
  v128.store(to, f32x4.max(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(s0), factors), v128.load(bias)), least));
  v128.store(to, f32x4.max(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(s1), factors), v128.load(bias, 16)), least), 16);
  v128.store(to, f32x4.max(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(s2), factors), v128.load(bias, 32)), least), 32);
  v128.store(to, f32x4.max(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(s3), factors), v128.load(bias, 48)), least), 48);
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

/** Leaves in `rounded`, for each row, the mean of the rows up to `reach` before and behind it, times `scale`, as whole numbers of 16 bits. */
export function average(input: usize, width: i32, rows: i32, reach: i32, sums: usize, rounded: usize, scale: f32): void {
  const wide = (width as usize) << 2;
  memory.fill(sums, 0, wide);
  for (let row = 0; row < min(reach, rows); row++) shift(sums, input + (row as usize) * wide, wide, 1);
  for (let row = 0; row < rows; row++) {
    if (row + reach < rows) shift(sums, input + ((row + reach) as usize) * wide, wide, 1);
    if (row > reach) shift(sums, input + ((row - reach - 1) as usize) * wide, wide, -1);
    const scales = f32x4.splat(scale / ((min(row + reach, rows - 1) - max(row - reach, 0) + 1) as f32));
    const to = rounded + (row as usize) * (wide >> 1);
    for (let at: usize = 0; at < wide; at += 32)
      v128.store(to + (at >> 1), round(v128.load(sums + at), v128.load(sums + at, 16), scales));
  }
}

function shift(sums: usize, row: usize, wide: usize, sign: f32): void {
  const signs = f32x4.splat(sign);
  for (let at: usize = 0; at < wide; at += 16)
    v128.store(sums + at, f32x4.add(v128.load(sums + at), f32x4.mul(v128.load(row + at), signs)));
}
