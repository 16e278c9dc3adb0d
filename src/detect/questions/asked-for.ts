import { namesIn } from '../records/descriptions';

/**
 * "What is your MRN?" in one turn, "55123" in the next: what was asked for is the label of the answer, which says nothing by itself.
 */

/** How much of the end of a text is searched for its question, in UTF-16 code units. */
const REACH = 400;
/** Longest label. */
const LONGEST = 80;

const SENTENCE = /[^.?!\n]{2,200}[.?!\n]{0,3}/g;
/** A sentence that is no question and asks all the same. */
const REQUEST =
  /:\s*$|^\W*and (?:the|your|his|her|their)\b|\b(?:please|need|tell|give|provide|enter|share|confirm|verify|state|type|send|spell|(?:may|can|could) (?:i|we)|next message|what|whats|which|who)\b/i;
/** What stands behind the thing that is asked for. */
const MANNER =
  /(?:[ ,]{1,2}please|(?<=\b(?:code|pin|passcode|combination)) for (?:the|your|my) \p{L}{2,20}| in \w{1,8} digits| for the record| on (?:your|the) (?:card|letter|bracelet|bill)| ?\([^()]{1,40}\))+$/iu;
/** What is asked for stands behind one of these; not so "of the card", "for the refill". */
const WHOSE = /(?<!\b(?:of|on|for|in|to|with) )\b(?:your|his|her|their|my|the|an?|this|that) +/i;
/** "Which account number is it about?" */
const WHICH =
  /\b(?:what|which|whose) (?!(?:is|are|was|were|do|does|did|should|can|may|would|will)\b)((?:\p{L}+ ){0,2}?\p{L}+) (?:is|are|was|were|do|does|did|should|can|may|would|will)\b/iu;
/** "And which town?" */
const ASKING_WORD =
  /^\W*(?:(?:and|ok|okay|so|now|great|thanks)\b[, ]{0,3}){0,3}(?:what|which|whose) (?=\p{L}{2,20}(?: \p{L}{2,20})?$)/iu;

/** Questions that do not name what they ask for. */
const NAMED_BY: readonly (readonly [RegExp, string])[] = [
  [/\bborn\b|\bbirthday\b/i, 'date of birth'],
  [/\bwhere (?:do|does|did) \p{L}+ work\b|\bwho (?:do|does) \p{L}+ work for\b/iu, 'employer'],
  [/\bwhere (?:do|does) \p{L}+ (?:live|stay)\b/iu, 'home address'],
  [/\blast (?:4|four)\b.{0,20}\b(?:ssn|social)\b/i, 'SSN'],
  [
    /\b(?:i|we|they|people|friends) call (?:you|him|her|them)\b|\b(?:like|prefer) to be called\b|\b(?:is|was) (?:he|she) called\b|\bam i (?:speaking|talking|chatting)\b/i,
    'name',
  ],
  [
    /\bwho(?:'s|s| is| was)? (?:your|his|her|their) (?:\p{L}+ )?(?:doctor|dr|doc|pcp|\p{L}+ologist|\p{L}+ician|counsell?or|therapist|dentist|surgeon|midwife|boss|sponsor|landlord|case ?worker|social worker)\b/iu,
    'names',
  ],
  [
    /\bwho (?:hurt|hit|drove|brought|referred|sent|told|found|raised|lives? with|takes care of|is with|was with|came with|did (?:this|that|it)|are you (?:here )?with|do you live with|were you with)\b/i,
    'names',
  ],
  [/\b(?:what|which|what's|whats|your|the)(?: is)?(?: your| the)? (?:apartment|apt|unit)\W*$/i, 'apartment number'],
];

/** "What city was it like?", "what is it like" ask for no value. */
const NO_VALUE = /\b(?:it|that|this|things) like\b/i;

/** What a text asks for at its end, as a label for the answer. */
export function askedFor(text: string): string | undefined {
  const sentences = text.trimEnd().slice(-REACH).match(SENTENCE) ?? [];
  const asking = sentences.filter((sentence) => sentence.includes('?')).at(-1) ?? sentences.at(-1);
  if (asking === undefined || !(asking.includes('?') || REQUEST.test(asking)) || NO_VALUE.test(asking)) return undefined;
  for (const [question, label] of NAMED_BY) {
    if (question.test(asking)) return label;
  }
  const plain = asking.replace(/[\s.?!:]+$/, '').replace(MANNER, '');
  const whose = WHOSE.exec(plain);
  const named =
    WHICH.exec(plain)?.[1] ?? (whose === null ? plain.replace(ASKING_WORD, '') : plain.slice(whose.index + whose[0].length));
  const label = named.trim().slice(-LONGEST);
  return /\p{L}/u.test(label) ? label : undefined;
}

/** "son's name", "patient's MRN", "moms last name", "kids' names" */
const WHOEVERS = /^(?:\p{L}+ )?\p{L}+(?:'s?|s(?= (?:first |last |full )?names?$)) /u;

/** What the answer to what was asked for would be called as a field. Whoever is asked for a name is a person; a field of that name may be one of anything. */
export function namesAskedFor(label: string): string[] {
  const names = [label, label.replace(WHOEVERS, '')].flatMap(namesIn);
  return [...new Set(names)].map((name) => (/^names?$/i.test(name) ? 'full name' : name));
}

/** Whether a label names several people: "kids' names". */
export const asksForNames = (label: string): boolean => /^names$/i.test(label.replace(WHOEVERS, ''));

/** Whether a text asks for a value beyond doubt: "one moment please" may. */
export const asksSurely = (text: string): boolean => /\?|:\s*$|\b(?:enter|provide|tell|give|send|type)\b/i.test(text);

/** The things of which a label names several: "name, DOB and MRN". */
export function itemsOf(label: string): string[] {
  return label.split(/\s*,\s*(?:and\s+)?|\s+and\s+|\s*[&+]\s*/).filter((item) => item !== '');
}
