import type { Entity, RuleSet } from '../../rules/types';
import type { Candidate, Span } from '../types';

/** A word, then a name in either order. */
const VERB_FIRST = /^(\p{Lu}\p{Ll}+) (\p{Lu}[\p{L}'-]+)(?:, (\p{Lu}[\p{L}'-]+))?/u;
const SENTENCE_START = /(?:^|\n|[.!?;] |[-*>] )$/;
/** Tier of the most common words, and rank bucket from which on names are rare. */
const MOST_COMMON = 10;
const RARE = 4;

/** A candidate's first word before another, and its first and last words in small letters. */
const FIRST = /^(\p{L}+) (?=\p{L})/u;
const FIRST_SMALL = /^(\p{Ll}+) (?=\p{L})/u;
const LAST_SMALL = / (\p{Ll}{2,})$/u;
/** Two words with capitals, "Discuss Maria": in small letters people are called by other words, too ("auntie pat"). */
const BEFORE_CAPITAL = /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}/u;
/** "Email e.g. jane@example.org": what leads to an example, and the rest of it where a value begins within. */
const LEADS_TO_EXAMPLE = /^(?:e\.? ?g|i\.? ?e|viz)(?:\.?,? +|\.?$)/;
const REST_OF_LEAD = /^[eg]\.,? +/;
/** A title in front of a name, with or without its dot. */
const TITLE = /^(\p{L}+)\.? (?=\p{L})/u;
/** No title is longer, its dot, the blank and the first letter of the name counted. */
const LONGEST_TITLE = 12;
/** Value in the list of titles of one behind which hardly anything but a name stands. */
const SURE_TITLE = 1;
/** What "Fabian's" leaves behind the name. */
const END_OF_POSSESSIVE = /^['\u2019]s$/i;
/** Another word follows on the line. */
const LEADS_ON = /^ \S/;
/** Organisations often begin with it. */
const ARTICLE = 'the';

type IsIn = (list: string, word: string) => boolean;

function startOf(value: string, entity: Entity, isIn: IsIn): number {
  if ((entity !== 'NAME' && entity !== 'ORG') || !value.includes(' ')) return 0;
  const [led = '', word = ''] = (entity === 'NAME' ? FIRST : FIRST_SMALL).exec(value) ?? [];
  if (word === '' || (word === ARTICLE && entity === 'ORG')) return 0;
  if (isIn('function-words', word)) return led.length;
  const isNone = isIn('not-names', word) || (BEFORE_CAPITAL.test(value) && isNobodysWord(word, isIn));
  return entity === 'NAME' && isNone ? led.length : 0;
}

/** "See Young, Mary", "Book Maria": one of the most common words, though a few are called so, that begins a sentence before a whole name. */
function verbOf(text: string, { entity, start, end }: Candidate, { lists }: RuleSet): number {
  if (entity !== 'NAME' || !SENTENCE_START.test(text.slice(Math.max(0, start - 2), start))) return 0;
  const [, verb = '', given, behind] = VERB_FIRST.exec(text.slice(start, end)) ?? [];
  const rank = (list: string, word = ''): number => lists.get(list)?.get(word.toLowerCase()) ?? Number.POSITIVE_INFINITY;
  if (rank('common-words', verb) > MOST_COMMON || rank('given-names', verb) < RARE || rank('surnames', verb) < RARE) return 0;
  if (lists.get('name-particles')?.has(verb.toLowerCase()) === true) return 0;
  return rank('given-names', behind ?? given) < RARE ? verb.length + 1 : 0;
}

/** "Discuss", "Student": a word that nobody is called. */
function isNobodysWord(word: string, isIn: IsIn): boolean {
  return isIn('common-words', word) && !isIn('given-names', word) && !isIn('surnames', word);
}

/** How much of a value is a title that nobody is called by ("Mx Avery"); found as part of a name it would be replaced wherever it stands. */
function titleOf(value: string, entity: Entity, { lists }: RuleSet): number {
  const [led = '', word = ''] = (entity === 'NAME' ? TITLE.exec(value.slice(0, LONGEST_TITLE)) : null) ?? [];
  const title = word.toLowerCase();
  const isSure = lists.get('name-titles')?.get(title) === SURE_TITLE;
  return isSure && lists.get('given-names')?.has(title) !== true && lists.get('surnames')?.has(title) !== true ? led.length : 0;
}

/** "I, Olivia, …": no family name in front of a given one. */
const SPEAKER = /^I, (?=\p{Lu})/u;

/** How much of a value leads to an example or a speaker's name, and is none of it. */
function leadOf(text: string, { start, end }: Span): number {
  const value = text.slice(start, end);
  if (SPEAKER.test(value)) return 'I, '.length;
  const [rest = ''] = /[ei]\.$/.test(text.slice(Math.max(0, start - 2), start)) ? (REST_OF_LEAD.exec(value) ?? []) : [];
  return LEADS_TO_EXAMPLE.exec(value)?.[0].length ?? rest.length;
}

/** "Ohio"; in capitals it may be an organisation ("UK" is a university, too). */
function isStateAlone(value: string, entity: Entity, isIn: IsIn): boolean {
  const may = entity === 'ADDRESS' || (entity === 'ORG' && value !== value.toUpperCase());
  return may && isIn('states-and-countries', value);
}

/** The last digit of "local.ehr::1" and the "u" of "u/quietriver" are no addresses, and would be replaced wherever they stand. */
const isSignAlone = (value: string, entity: Entity): boolean =>
  (entity === 'IP' && /^\d$/.test(value)) || (entity === 'URL' && /^[ru]$/i.test(value));

const SMALL_WORDS = /^[\p{Ll} ]+$/u;

/** "the the the": words that say nothing by themselves, in a row; as a name some of them occur ("kim so"). */
function isFunctionWords(value: string, entity: Entity, isIn: IsIn): boolean {
  return entity !== 'NAME' && SMALL_WORDS.test(value) && value.split(' ').every((word) => isIn('function-words', word));
}

function identifiesNobody(value: string, entity: Entity, isIn: IsIn): boolean {
  return value === '' || isSignAlone(value, entity) || isStateAlone(value, entity, isIn) || isFunctionWords(value, entity, isIn);
}

function isEndOfPossessive(text: string, { entity, start, end }: Candidate): boolean {
  return entity === 'NAME' && END_OF_POSSESSIVE.test(text.slice(Math.max(0, start - 1), end));
}

const CAPITALISED = /^\p{Lu}\p{Ll}+$/u;
/** From this probability on a word with which sentences begin ("So (414) 555-0182", but also a family) is somebody's name. */
const SURE_OF_OPENING = 0.9;

function isOpening(text: string, { entity, start, end }: Span & { readonly entity: Entity }, isIn: IsIn): boolean {
  const value = text.slice(start, end);
  const isWord = entity === 'NAME' && CAPITALISED.test(value) && isIn('function-words', value);
  return isWord && SENTENCE_START.test(text.slice(Math.max(0, start - 2), start));
}

function endOf(value: string, isIn: IsIn): number {
  let end = value.length;
  for (;;) {
    const [behind = '', word = ''] = LAST_SMALL.exec(value.slice(0, end)) ?? [];
    if (word === '' || !isIn('function-words', word)) return end;
    end -= behind.length;
  }
}

/**
 * From this probability on a word in front is part of the name, whatever list it stands in: "Grace Tetteh", "June Pratt", "A Conley". Of the
 * words so trimmed in half of our notes, 161 of 165 with this probability were marked as part of a name, of the others 11 of 39.
 */
const SURE = 0.5;

/**
 * Words that begin a sentence before a name ("Call Eric") are none of it, whatever their capital suggests; no more are those that lead to an
 * organisation ("at Elm Grove Clinic") or on from a place ("Alachua County by Dr."). The last word of a name stays: it may be a surname
 * ("kim so"). A state or country alone identifies nobody, nor do function words alone, nor "e.g.". Titles are none of a name, nor
 * is the "s" of a possessive (of "Rady's", a hospital, it is).
 *
 * @param probabilityOf how probable it is that a place is PHI
 */
export function trimWords(
  text: string,
  candidates: readonly Candidate[],
  ruleSet: RuleSet,
  probabilityOf: (span: Span) => number,
): Candidate[] {
  const isIn: IsIn = (list, word) => ruleSet.lists.get(list)?.has(word.toLowerCase()) === true;
  return candidates.flatMap((found) => {
    const lead =
      leadOf(text, found) || titleOf(text.slice(found.start, found.end), found.entity, ruleSet) || verbOf(text, found, ruleSet);
    const candidate = { ...found, start: found.start + lead };
    const { entity, start, end } = candidate;
    const value = text.slice(start, end);
    const isUnlikely = isOpening(text, candidate, isIn) && probabilityOf(candidate) < SURE_OF_OPENING;
    if (isUnlikely || identifiesNobody(value, entity, isIn) || isEndOfPossessive(text, candidate)) return [];
    const led = startOf(value, entity, isIn);
    const from = led > 0 && probabilityOf({ start, end: start + led - 1 }) >= SURE ? 0 : led;
    const leadsOn = (entity === 'ADDRESS' || entity === 'ORG') && LEADS_ON.test(text.slice(end, end + 2));
    const to = leadsOn ? endOf(value, isIn) : value.length;
    return from === 0 && to === value.length ? [candidate] : [{ ...candidate, start: start + from, end: start + to }];
  });
}
