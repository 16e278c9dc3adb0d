import { createHmac } from 'node:crypto';
import type { Detector } from './detector/detector';

/** Tags of any other shape are hashed: they need quotes in CSV, or could be formulas in a spreadsheet. */
const PLAIN_TAG = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A number this long may be the number of a record, a user or a telephone, whatever stands around it. */
const LONG_NUMBER = /\d{4}|\d[\d._-]{4,}\d/;

/** Where the detector looks for a person in a tag: as written, and as words of a sentence about one. */
function readings(tag: string): string[] {
  const words = tag
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter((word) => word.length > 1)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return [tag, words.join(' '), `I spoke with ${words.join(' ')} today.`];
}

export interface UserTagOptions {
  readonly detector: Detector;
  /** Key of the hash; the same key gives the same tag. */
  readonly hashKey: Buffer;
}

/**
 * Makes the tag under which a `user` is counted: as given if the detector finds nothing in it, else a keyed hash (`~` and 24 hex
 * digits). Also hashed if it cannot be looked at.
 */
export function createUserTagger({ detector, hashKey }: UserTagOptions): (user: string) => Promise<string> {
  const hashed = (user: string): string => `~${createHmac('sha256', hashKey).update(user, 'utf8').digest('hex').slice(0, 24)}`;
  return async (user) => {
    if (user === '') return '';
    if (!PLAIN_TAG.test(user) || LONG_NUMBER.test(user)) return hashed(user);
    try {
      const { segments } = await detector.detect(readings(user).map((text) => ({ text })));
      return segments.some((detections) => detections.length > 0) ? hashed(user) : user;
    } catch {
      return hashed(user);
    }
  };
}
