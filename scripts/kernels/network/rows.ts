/** Rows by their numbers, and numbers of a row as whole ones. */

/** The number of a row in a list of them (int32). */
export function rowAt(rows: usize, index: i32): usize {
  return load<i32>(rows + ((index as usize) << 2)) as usize;
}

/** Eight numbers times `scales` as whole numbers of 16 bits. */
export function round(first: v128, second: v128, scales: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(first, scales))),
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(second, scales))),
  );
}

/** The sum of four. */
export function total(sums: v128): f32 {
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}
