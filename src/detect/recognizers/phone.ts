import type { Entity, WordList } from '../../rules/types';
import type { Candidate, MatchText, Recognizer, RecognizerContext } from '../types';
import { matchPatterns } from './pattern';
import { findInternational } from './phone/international';

/** How far in front of a number a word says that it is a fax number. */
const LABEL_REACH = 24;
const FAX_LABEL = /\b(?:fax|facsimile|fx)\b[^\n\d]{0,16}$/;
/** The label right in front of digits, perhaps with a word for numbers: "lot no. ", "s/n: ". */
const LABEL = /(?<![a-z])([a-z]{1,12}\/)?([a-z]{1,12})(?: (?:no|num|number|id))?[.:#= ]{1,4}"?$/;
const JOINED = /(?:no|num|number|id)$/;

/** The word in front decides between telephone and fax. */
function entityAt(text: MatchText, start: number, entity: Entity): Entity {
  return FAX_LABEL.test(text.lower.slice(Math.max(0, start - LABEL_REACH), start)) ? 'FAX' : entity;
}

/** Whether a label says that the digits are something else. */
function isOther(text: MatchText, start: number, labels: WordList): boolean {
  const [, first = '', word] = LABEL.exec(text.lower.slice(Math.max(0, start - LABEL_REACH), start)) ?? [];
  if (word === undefined) return false;
  return [word, word.replace(JOINED, ''), first + word].some((one) => labels.has(one));
}

function fromPatterns(text: MatchText, context: RecognizerContext): Candidate[] {
  const labels = context.list('not-phone-labels');
  return matchPatterns(text, context).map((candidate) =>
    isOther(text, candidate.start, labels) ? { ...candidate, score: Math.min(candidate.score, 0.45) } : candidate,
  );
}

/**
 * Telephone and fax numbers: the rule's North American patterns, which are wider than the numbering plan because notes hold area code
 * 555 and misread digits, and international numbers that libphonenumber-js recognizes. A fax label makes the entity FAX.
 */
export const recognizePhone: Recognizer = (text, context) => {
  if (!/\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b/.test(text.lower)) return [];
  const candidates = [...fromPatterns(text, context), ...findInternational(text, context)];
  return candidates.map((candidate) => ({ ...candidate, entity: entityAt(text, candidate.start, candidate.entity) }));
};
