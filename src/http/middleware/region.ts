import type { NextFunction, Request, Response } from 'express';
import { PhiProxyError } from '../../errors';
import { contextOf } from '../request-context';

/** Base URL of each region's upstream API. */
export type Regions = ReadonlyMap<string, string>;

/**
 * Chooses the upstream of a key's requests. A key bound to a region goes to that region's or nowhere: falling back to another would
 * carry data out of the region. Without a region the key's own upstream counts, else the server's.
 */
export function chooseUpstream(regions: Regions) {
  return function takeUpstream(_request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(response);
    const { region, upstream } = context.key;
    const url = region === undefined ? upstream : regions.get(region);
    if (region !== undefined && url === undefined) throw new PhiProxyError('region_unavailable');
    if (url !== undefined) context.upstreamUrl = url;
    if (region !== undefined) context.record.region = region;
    next();
  };
}
