import type { Entity } from '../../rules/types';
import type { Candidate, MatchText, Recognizer, RecognizerContext } from '../types';
import { matchPatterns } from './pattern';
import { findInternational } from './phone/international';

/** How far in front of a number a word says that it is a fax number. */
const LABEL_REACH = 24;
const FAX_LABEL = /\b(?:fax|facsimile|fx)\b[^\n\d]{0,16}$/;
/** A label right in front that says what the digits are instead. */
const OTHER_LABEL =
  /\b(?:mrn|npi|dea|ndc|ssn|lot|serial|ser|s\/n|sn|acct|account|policy|group|grp|member|claim|case|order|ref|reference|auth|accession|invoice|check|upc|udi|isbn|cpt|icd|loinc|glucose|weight|id|tracking|rx|encounter|visit|csn|bin|pcn)(?: ?(?:no|num|number|id))?[.:#= ]{1,4}"?$/;

/** The word in front decides between telephone and fax. */
function entityAt(text: MatchText, start: number, entity: Entity): Entity {
  return FAX_LABEL.test(text.lower.slice(Math.max(0, start - LABEL_REACH), start)) ? 'FAX' : entity;
}

function isOther(text: MatchText, start: number): boolean {
  return OTHER_LABEL.test(text.lower.slice(Math.max(0, start - LABEL_REACH), start));
}

function fromPatterns(text: MatchText, context: RecognizerContext): Candidate[] {
  return matchPatterns(text, context).map((candidate) =>
    isOther(text, candidate.start) ? { ...candidate, score: Math.min(candidate.score, 0.45) } : candidate,
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
