import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { limitConcurrency, type RequestLoad } from '../../../src/http/middleware/concurrency-limit';
import { startContext } from '../../../src/http/request-context';

/** Asks for a place in the name of a key; gives the response that holds it, undefined if there is none. */
function placesOf(maximum: number, keyCount: number) {
  const load: RequestLoad = { running: 0 };
  const limit = limitConcurrency(maximum, load, { size: keyCount });
  const take = (label: string): EventEmitter | undefined => {
    const response = Object.assign(new EventEmitter(), { locals: {}, writableFinished: true });
    startContext(response as unknown as Response, 'POST').key = { label };
    try {
      limit({} as Request, response as unknown as Response, () => undefined);
    } catch (error) {
      expect(error).toMatchObject({ code: 'overloaded', retryAfter: 1 });
      return undefined;
    }
    return response;
  };
  const takeAll = (label: string): EventEmitter[] => {
    const taken: EventEmitter[] = [];
    for (let place = take(label); place !== undefined; place = take(label)) taken.push(place);
    return taken;
  };
  return { load, take, takeAll };
}

test.each([1, 2, 64])('the only key may have all %s places', (maximum) => {
  expect(placesOf(maximum, 1).takeAll('one')).toHaveLength(maximum);
});

test('a key that takes what it can leaves places for others, and these for others still', () => {
  const { takeAll, load } = placesOf(64, 10);
  expect([takeAll('one').length, takeAll('two').length, takeAll('three').length]).toEqual([48, 12, 3]);
  expect(takeAll('four')).toHaveLength(1);
  expect(load.running).toBe(64);
});

test('few places are places still', () => {
  expect([1, 2, 3].map((maximum) => placesOf(maximum, 2).takeAll('one').length)).toEqual([1, 2, 3]);
});

test('places come back with the ends of their requests', () => {
  const { load, take, takeAll } = placesOf(64, 2);
  const taken = takeAll('one');
  expect(take('one')).toBeUndefined();
  for (const place of taken) place.emit('close');
  expect(load.running).toBe(0);
  expect(takeAll('one')).toHaveLength(48);
});
