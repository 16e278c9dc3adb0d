/**
 * What happens to rows apart from products and attention. As in all of the network's kernel everything lies in one memory that the caller lays
 * out; places are in bytes, sizes in numbers: of 32 bits, of 16 or 8 where so said.
 */
import { round, rowAt, total } from './rows';

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

/** Leaves in `rounded` the `count` numbers at `values` (a multiple of 8) times `scale` as whole numbers of 16 bits. */
export function roundAll(values: usize, count: i32, rounded: usize, scale: f32): void {
  const scales = f32x4.splat(scale);
  const end = (count as usize) << 2;
  for (let at: usize = 0; at < end; at += 32)
    v128.store(rounded + (at >> 1), round(v128.load(values + at), v128.load(values + at, 16), scales));
}
