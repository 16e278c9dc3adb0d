/**
 * The arithmetic of the network (AssemblyScript, compiled by `npm run network:kernel` into `src/detect/network/kernel-code.ts`). Everything
 * lies in one memory that the caller lays out; places are in bytes, sizes in numbers of 32 bits unless said otherwise.
 */

/** `out[row] = weights × in[row] + bias`, negative results made 0 if asked; rows of `in` may overlap. `columns` is a multiple of 16. */
export function multiply(
  input: usize,
  stride: i32,
  size: i32,
  weights: usize,
  bias: usize,
  columns: i32,
  output: usize,
  rows: i32,
  rectify: bool,
): void {
  const wide = (columns as usize) << 2;
  const step = (stride as usize) << 2;
  for (let row = 0; row < rows; row += 2) {
    const pair = row + 1 < rows;
    const first = input + (row as usize) * step;
    const second = pair ? first + step : first;
    for (let column: usize = 0; column < wide; column += 64) {
      let a0 = v128.load(bias + column),
        a1 = v128.load(bias + column, 16),
        a2 = v128.load(bias + column, 32),
        a3 = v128.load(bias + column, 48);
      let b0 = a0,
        b1 = a1,
        b2 = a2,
        b3 = a3;
      let weight = weights + column;
      for (let at: usize = 0, end = (size as usize) << 2; at < end; at += 4) {
        const one = v128.load32_splat(first + at),
          two = v128.load32_splat(second + at);
        const w0 = v128.load(weight),
          w1 = v128.load(weight, 16),
          w2 = v128.load(weight, 32),
          w3 = v128.load(weight, 48);
        a0 = f32x4.add(a0, f32x4.mul(one, w0));
        b0 = f32x4.add(b0, f32x4.mul(two, w0));
        a1 = f32x4.add(a1, f32x4.mul(one, w1));
        b1 = f32x4.add(b1, f32x4.mul(two, w1));
        a2 = f32x4.add(a2, f32x4.mul(one, w2));
        b2 = f32x4.add(b2, f32x4.mul(two, w2));
        a3 = f32x4.add(a3, f32x4.mul(one, w3));
        b3 = f32x4.add(b3, f32x4.mul(two, w3));
        weight += wide;
      }
      if (rectify) {
        const zero = f32x4.splat(0);
        a0 = f32x4.max(a0, zero);
        a1 = f32x4.max(a1, zero);
        a2 = f32x4.max(a2, zero);
        a3 = f32x4.max(a3, zero);
        b0 = f32x4.max(b0, zero);
        b1 = f32x4.max(b1, zero);
        b2 = f32x4.max(b2, zero);
        b3 = f32x4.max(b3, zero);
      }
      const to = output + (row as usize) * wide + column;
      v128.store(to, a0);
      v128.store(to, a1, 16);
      v128.store(to, a2, 32);
      v128.store(to, a3, 48);
      if (pair) {
        v128.store(to + wide, b0);
        v128.store(to + wide, b1, 16);
        v128.store(to + wide, b2, 32);
        v128.store(to + wide, b3, 48);
      }
    }
  }
}

/** Adds `more` to each row, then brings it to mean 0 and variance 1, times `gain` plus `shift` (layer normalisation). */
export function addAndNormalise(rowsAt: usize, more: usize, gain: usize, shift: usize, width: i32, rows: i32): void {
  const wide = (width as usize) << 2;
  for (let row = 0; row < rows; row++) {
    const x = rowsAt + (row as usize) * wide,
      y = more + (row as usize) * wide;
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
    for (let at: usize = 0; at < wide; at += 16) {
      const value = f32x4.mul(f32x4.sub(v128.load(x + at), means), factor);
      v128.store(x + at, f32x4.add(f32x4.mul(value, v128.load(gain + at)), v128.load(shift + at)));
    }
  }
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

/** Writes for each row the mean of the rows up to `reach` before and behind it. */
export function average(input: usize, width: i32, rows: i32, reach: i32, sums: usize, output: usize): void {
  const wide = (width as usize) << 2;
  for (let at: usize = 0; at < wide; at += 4) store<f32>(sums + at, 0);
  for (let row = 0; row < min(reach, rows); row++) shift(sums, input + (row as usize) * wide, wide, 1);
  for (let row = 0; row < rows; row++) {
    if (row + reach < rows) shift(sums, input + ((row + reach) as usize) * wide, wide, 1);
    if (row > reach) shift(sums, input + ((row - reach - 1) as usize) * wide, wide, -1);
    const share = f32x4.splat(1 / ((min(row + reach, rows - 1) - max(row - reach, 0) + 1) as f32));
    const to = output + (row as usize) * wide;
    for (let at: usize = 0; at < wide; at += 16) v128.store(to + at, f32x4.mul(v128.load(sums + at), share));
  }
}

function shift(sums: usize, row: usize, wide: usize, sign: f32): void {
  const signs = f32x4.splat(sign);
  for (let at: usize = 0; at < wide; at += 16)
    v128.store(sums + at, f32x4.add(v128.load(sums + at), f32x4.mul(v128.load(row + at), signs)));
}
