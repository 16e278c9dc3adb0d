import { rowAt } from './rows';

/**
 * `out[row] = factors × (weights × in[row]) + bias`, with a factor for each column, for the `count` rows whose numbers (int32) lie at `rows`;
 * negative results are made 0 if asked. Input and weights are whole numbers, of 16 and of 8 bits, whose sums of products the caller keeps
 * within 32; `stride` and `size` count numbers of the input. Rows of `in` may overlap. Weights lie in blocks of 16 columns; in each, two inputs together,
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
    const block = weights + ((column * length) >> 3);
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
        const w0 = v128.load8x8_s(weight),
          w1 = v128.load8x8_s(weight, 8),
          w2 = v128.load8x8_s(weight, 16),
          w3 = v128.load8x8_s(weight, 24);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(one, w0));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(two, w0));
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(one, w1));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(two, w1));
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(one, w2));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(two, w2));
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(one, w3));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(two, w3));
        weight += 32;
      }
      finish(output + row * wide + column, a0, a1, a2, a3, factors + column, bias + column, least);
      finish(output + next * wide + column, b0, b1, b2, b3, factors + column, bias + column, least);
    }
  }
}

/**
 * The same as `multiply`, without `rectify`, for rows that hold mostly zeros (the results are equal to the last bit). `places` is room for
 * `size / 2 + 1` numbers of 32 bits for each row.
 */
export function multiplySparse(
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
  places: usize,
): void {
  const wide = (columns as usize) << 2;
  const length = (size as usize) << 1;
  const least = f32x4.splat(-f32.MAX_VALUE);
  for (let index = 0; index < count; index++) {
    const list = places + (index as usize) * (length + 4);
    store<u32>(list, findNonzero(input + rowAt(rows, index) * ((stride as usize) << 1), length, list + 4) as u32);
  }
  for (let column: usize = 0; column < wide; column += 64) {
    const block = weights + ((column * length) >> 3);
    fetch(block, length << 3, output + rowAt(rows, 0) * wide + column);
    for (let index = 0; index < count; index++) {
      const row = rowAt(rows, index);
      const numbers = input + row * ((stride as usize) << 1);
      const list = places + (index as usize) * (length + 4);
      const end = load<u32>(list) as usize;
      let s0 = i32x4.splat(0),
        s1 = s0,
        s2 = s0,
        s3 = s0;
      for (let place = list + 4; place < end; place += 4) {
        const at = load<u32>(place) as usize;
        const two = v128.load32_splat(numbers + at);
        const weight = block + (at << 3);
        s0 = i32x4.add(s0, i32x4.dot_i16x8_s(two, v128.load8x8_s(weight)));
        s1 = i32x4.add(s1, i32x4.dot_i16x8_s(two, v128.load8x8_s(weight, 8)));
        s2 = i32x4.add(s2, i32x4.dot_i16x8_s(two, v128.load8x8_s(weight, 16)));
        s3 = i32x4.add(s3, i32x4.dot_i16x8_s(two, v128.load8x8_s(weight, 24)));
      }
      finish(output + row * wide + column, s0, s1, s2, s3, factors + column, bias + column, least);
    }
  }
}

/**
 * Reads in order what will then be read out of order, so that the processor fetches it ahead, which halves the time. What it read goes to a place
 * that is overwritten later, or the compiler would leave it out.
 */
function fetch(from: usize, length: usize, to: usize): void {
  let seen: u32 = 0;
  for (let at: usize = 0; at < length; at += 64) seen |= load<u32>(from + at);
  store<u32>(to, seen);
}

/** Writes to `places` where, in bytes from the first on, two numbers of 16 bits are not both 0; returns where the list ends. */
function findNonzero(numbers: usize, length: usize, places: usize): usize {
  let end = places;
  for (let at: usize = 0; at < length; at += 4) {
    store<u32>(end, at as u32);
    end += (load<u32>(numbers + at) != 0 ? 4 : 0) as usize;
  }
  return end;
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
