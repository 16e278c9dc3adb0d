import { z } from 'zod';
import { readAccessFile } from './access-file';
import { nameSchema, upstreamSchema } from './key-file-schema';

const regionFileSchema = z
  .strictObject({ regions: z.record(nameSchema, z.strictObject({ upstream: upstreamSchema, note: z.string().optional() })) })
  .transform(({ regions }) => new Map(Object.entries(regions).map(([region, { upstream }]) => [region, upstream] as const)));

/**
 * Reads a region file (YAML): `regions: {us-east: {upstream: https://…}}`. Gives the base URL of each region's upstream API.
 * @throws AccessFileError naming file and line of each problem
 */
export function readRegionFile(path: string): ReadonlyMap<string, string> {
  return readAccessFile(path, regionFileSchema);
}
