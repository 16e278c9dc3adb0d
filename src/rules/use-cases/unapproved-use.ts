/** Tells requests for unapproved uses from talk about the same things: a request is a cue, a verb and what the rule names, in one sentence. */
import type { UseCase, UseRequest } from './use-case-types';

/** How far behind the verb the thing may stand, in characters. */
const REACH = 120;
/** Longest piece looked at as one sentence, and how much of the piece before it is looked at again. */
const MAX_SENTENCE = 600;
const OVERLAP = 250;
/** Requests stand at the beginning or the end of a message; of a longer one, what lies between is pasted material. In characters. */
const ENDS = 20_000;
/** Most text of one request that is looked at, in characters. */
const MAX_TOTAL = 200_000;
/** Quotations of this many words are somebody's words; a shorter one is a name or a title. */
const QUOTED_WORDS = 4;
const QUOTED = /(?<![\p{L}\p{N}])(["'])[^"\n]{8,400}?\1(?![\p{L}\p{N}])/gu;

/** What may stand before an imperative at the start of a sentence. */
const LEAD_IN =
  '^[\\s"\'*#>\\d.)(:-]{0,12}(?:(?:please|now|ok|okay|hi|hello|hey|so|then|next|just|also|and|but|first|great|thanks|kindly|quickly|chatgpt|gpt|assistant|ai|you must|you will|you should|your task is to|your job is to|we need you to|for a novel|for a story|hypothetically|imagine you can|go ahead and)[,:]?\\s{1,2}){0,4}';
/** Cues that make a request of the verb behind them, anywhere in a sentence. */
const CUES = [
  'how (?:do|can|could|would|should|might|does) (?:i|we|you|one|someone|somebody|anyone|a person)',
  '(?:me|us|know|learn|understand|explain|describe|on|guide|tutorial|instructions|question:|is|,|:|exactly|^) ?how to',
  '(?:can|could|would|will) you(?: please)?',
  'can (?:i|we)',
  'help (?:me|us)(?: to)?',
  '(?:i|we)(?: really| just)? (?:want|need|would like|wish|intend|plan|have)(?: you| chatgpt| the model| an ai)? to',
  "(?:i|we)'d like(?: you)? to",
  "(?:i'm|i am|we're|we are) (?:going|trying|looking|planning) to",
  "let'?s",
  '(?:tell|show|teach|walk|guide) (?:me|us) (?:through )?(?:how to|to|the steps to|ways to)',
  '(?:way|ways|steps|instructions|recipe|guide|plan|method|tips|trick|tricks|script|code|program|tool|bot|software|app|agent|system|model|service|prompt|rule|algorithm|formula|checklist|policy)s? (?:to|for|that|which)(?: can| will| could)?',
  'and(?: then)?(?: please)?',
].join('|');
/** Wanting the thing itself is a request, too. */
const WANTS =
  "(?:(?:i|we) (?:want|need|require|would like|am looking for|are looking for)|(?:i'm|we're) looking for|i'd like|give (?:me|us)|get (?:me|us)|send (?:me|us)|provide(?: me with| us with)?|show (?:me|us)|share|output)";

/** Somebody else's doing or saying, which clinical texts are full of. */
const PERSON =
  '(?:patient|pt|client|resident|he|she|they|mother|father|mom|dad|parents?|son|daughter|brother|sister|husband|wife|spouse|partner|boyfriend|girlfriend|ex|teen|adolescent|student|caller|veteran|inmate|youth|child|caregiver|family|nurse|officer|police|court|man|woman|boy|girl|male|female|peer|coworker|neighbor|someone|who|stepfather|uncle|person)';
const SAYING =
  '(?:sa(?:id|ys|ying)|stat(?:es?|ed|ing)|report(?:s|ed|ing)?|ask(?:s|ed|ing)|endors(?:es|ed|ing)|den(?:ies|ied|ying)|threaten(?:s|ed|ing)?|admit(?:s|ted|ting)?|disclos(?:es|ed|ing)|claim(?:s|ed)?|express(?:es|ed|ing)?|describ(?:es|ed|ing)|wants|wanted|tr(?:ies|ied|ying)|attempt(?:s|ed|ing)?|told|tells|mention(?:s|ed)|research(?:es|ed|ing)|search(?:es|ed|ing)|googled|look(?:s|ed) up|post(?:s|ed)|text(?:s|ed)|wr(?:ote|ites)|ma(?:de|kes)|buil[dt]s?|b(?:ought|uys)|plan(?:s|ned)|learn(?:ed|s)|divert(?:s|ed)|st(?:ole|eals)|s(?:old|ells)|smok(?:es|ed|ing)|inject(?:s|ed|ing)|is|was|were|has|had|have|keeps|kept|got|used|uses|may|might|would|could|wishes|fantasi[sz]es?)';
const NARRATED = new RegExp(
  `^[\\s"'*-]{0,6}(?:${PERSON}|therapist|clinician|provider|interviewer|cg|mo|fa) ?[#\\d]{0,3}:|\\b${PERSON}(?:'s)?\\b[^.!?]{0,40}?\\b${SAYING}\\b`,
  'u',
);

/** Between the verb and the thing: words that turn it into care, defence or a report. */
const HARMLESS_BETWEEN =
  /\b(?:sbar|incident reports?|case reports?|differential|orders?|referral|teaching|prevent\w{0,6}|detect\w{0,6}|avoid\w{0,4}|reporting|protect\w{0,6}|against|defen[cds]\w{0,5}|recogni[sz]\w{0,5}|identify\w{0,4}|screen\w{0,5}|assess\w{0,6}|treat(?:s|ed|ing|ment)?|counsel\w{0,6}|victims?|survivors?|signs?|symptoms?|risks?|warn\w{0,4}|aware\w{0,5}|investigat\w{0,6}|respond\w{0,4}|response|recover\w{0,5}|summar\w{0,6}|document\w{0,7}|about|polic(?:y|ies)|history|who|whose|whom|after|exposure|exposed|overdose|poisoning|safety|stop|reduc\w{0,4}|block|flag|disclos\w{0,5}|patient (?:says|said|states|stated|reports?|wants)|allegations?|alleged|suspected|cope|coping|quit|refus\w{0,4}|education|audit\w{0,4}|compliance)\b/u;

/** Right behind the thing: words that make it a finding or a hazard. */
const HARMLESS_AFTER =
  /^ (?:ingestions?|exposures?|poisonings?|overdoses?|intoxication|use|users?|misuse|abuse|addiction|dependence|withdrawal|disorder|injur(?:y|ies)|wounds?|attacks?|victims?|survivors?|toxicity|antidotes?|diversion|contamination|prevention|awareness)\b/u;

interface AskTests {
  readonly ask: RegExp;
  readonly thing: RegExp;
  readonly unless: RegExp | undefined;
}

const tests = new WeakMap<UseRequest, AskTests>();

function testsFor(request: UseRequest): AskTests {
  const known = tests.get(request);
  if (known !== undefined) return known;
  const verbs = `(?:${request.verbs.join('|')})`;
  const wants = request.wanted ? `|(?<![\\p{L}\\p{N}])${WANTS}` : '';
  const asked = `(?:${LEAD_IN}|(?<![\\p{L}\\p{N}])(?:${CUES}) (?:[\\p{L}'-]{1,12} ){0,2}?)${verbs}`;
  const made: AskTests = {
    ask: new RegExp(`(?:${asked}${wants})(?![\\p{L}\\p{N}])`, 'gu'),
    thing: new RegExp(`(?<![\\p{L}\\p{N}])(?:${request.objects.join('|')})(?![\\p{L}\\p{N}])`, 'gu'),
    unless: request.unless.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${request.unless.join('|')})`, 'u'),
  };
  tests.set(request, made);
  return made;
}

/** Lower case, plain quotes and spaces, no invisible characters: the forms in which rules are written. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u201b`\u00b4]/gu, "'")
    .replace(/[\u201c\u201d\u201e]/gu, '"')
    .replace(/[\u2010-\u2015]/gu, '-')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{2,}/gu, '\n\n')
    .toLowerCase();
}

/** Sentences; a line break ends one only where the next line begins anew (list item, label, blank line). */
export function sentencesOf(text: string): string[] {
  const ends = text.length <= 2 * ENDS ? [text] : [text.slice(0, ENDS), text.slice(-ENDS)];
  return ends.flatMap((end) => {
    const readable = plain(end).trim();
    const unquoted = readable.replace(QUOTED, (quoted) => (quoted.split(/\s/u).length >= QUOTED_WORDS ? ' ' : quoted));
    // Who puts the whole request in quotation marks makes it no quotation.
    const source = /\p{L}/u.test(unquoted) ? unquoted : readable.replace(/["']/gu, ' ');
    return source
      .split(/(?<=[.!?])(?<!\b(?:dr|mr|mrs|ms|st|vs|jr|no|pt)\.)\s|\n\n|\n(?=[-*•#>]|\d{1,2}[.)]|[\p{L} ]{2,24}:)/u)
      .flatMap((sentence) => windows(sentence.replaceAll('\n', ' ').trim()));
  });
}

/** A long sentence in overlapping pieces, so that the time grows with its length only. */
function windows(sentence: string): string[] {
  if (sentence.length <= MAX_SENTENCE) return sentence === '' ? [] : [sentence];
  const step = MAX_SENTENCE - OVERLAP;
  return Array.from({ length: Math.ceil(sentence.length / step) }, (_, index) =>
    sentence.slice(index * step, index * step + MAX_SENTENCE),
  );
}

/** Whether a sentence asks for what the rule names. */
function asksFor(sentence: string, request: UseRequest): boolean {
  const { ask, thing, unless } = testsFor(request);
  if (sentence.search(thing) < 0 || unless?.test(sentence) === true) return false;
  return [...sentence.matchAll(ask)].some(({ index, 0: cue }) => {
    const end = index + cue.length;
    return [...sentence.slice(end).matchAll(thing)].some(
      (found) => found.index <= REACH && isMeant(sentence, end, { start: end + found.index, length: found[0].length }),
    );
  });
}

/** Whether the thing that stands behind a verb is what the verb asks for, and not a matter of care or a report. */
function isMeant(sentence: string, verbEnd: number, thing: { readonly start: number; readonly length: number }): boolean {
  const behind = thing.start + thing.length;
  return (
    !HARMLESS_BETWEEN.test(sentence.slice(verbEnd, thing.start)) &&
    !HARMLESS_AFTER.test(sentence.slice(behind, behind + 20)) &&
    !NARRATED.test(sentence.slice(0, thing.start))
  );
}

/** The newest texts, up to a bound: what came before was looked at when it was new, and long conversations must not cost seconds. */
function newest(texts: readonly string[]): readonly string[] {
  let left = MAX_TOTAL;
  const first = texts.findLastIndex((text) => {
    left -= Math.min(text.length, 2 * ENDS);
    return left < 0;
  });
  return texts.slice(first + 1);
}

/** The first rule by which one of the texts (oldest first) asks for an unapproved use, or undefined. */
export function findUnapprovedUse(texts: readonly string[], useCases: readonly UseCase[]): string | undefined {
  if (useCases.length === 0) return undefined;
  const sentences = newest(texts).flatMap(sentencesOf);
  return useCases.find(({ requests }) => requests.some((request) => sentences.some((sentence) => asksFor(sentence, request))))
    ?.id;
}
