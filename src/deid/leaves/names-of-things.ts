import { labelOf } from '../../detect/records/label-of';
import type { Choices } from '../../detect/types';
import type { TextLeaf } from './text-leaf';

/**
 * What programs call things: keys, the names of properties, tools and schemas. None of them can hold a token: PHI in a key or a property
 * refuses the request, a tool is called by an alias (`tool-names.ts`). Somebody may be called as many a thing is (`london`, `jasmine_tea`,
 * the tool `Clara`): the detector is told that it reads the name of a thing, so that it finds those only that are no words of such names or
 * are found elsewhere in the request.
 */

/** The name of a property for each month or weekday tells nothing of a day. */
const CALENDAR_NAME =
  /^(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;
/** Of these some are names of people, too. */
const ONLY_CALENDAR =
  /^(?:\w+day|(?:mon|tue|thur?s?|fri|sat|sept?|oct|nov|dec|feb)|(?:febr|jan)uary|march|july|september|october|november|december)$/i;

export const isCalendarName = (name: string): boolean => CALENDAR_NAME.test(name);

/** Whether all of a list are months or days of the week, among them some that nobody is called. */
export const isCalendar = (names: readonly string[]): boolean =>
  names.every(isCalendarName) && names.some((name) => ONLY_CALENDAR.test(name));

export const knownOnly = (leaf: TextLeaf): TextLeaf => ({ ...leaf, segment: { ...leaf.segment, knownOnly: true } });

export const oneOf = (leaf: TextLeaf, choices: Choices): TextLeaf => ({ ...leaf, segment: { ...leaf.segment, choices } });

/** The name of one of several things, such as the properties of an object. */
export const nameAmong = (leaf: TextLeaf, choices: Choices): TextLeaf => nameOfThing(oneOf(leaf, choices));

/** The name of a tool or a schema. */
export const nameOfThing = (leaf: TextLeaf): TextLeaf => ({ ...leaf, segment: { ...leaf.segment, isName: true } });

/** Whether the name of a field or a list speaks of people, by the rules. */
export type IsOfPeople = (name: string) => boolean;

/** Whether what keys stand below, or what stands below one of them, tells that they call people: `{"patients": {"maria": …}}`, `{"maria": {"age": 5}}`. */
export const callPeople = (above: string | undefined, below: readonly string[], isOfPeople: IsOfPeople): boolean =>
  (above !== undefined && isOfPeople(above)) || below.some((key) => isOfPeople(labelOf(key)));
