import type { NetworkModel } from './learned/network-model';
import type { TaggerModel } from './learned/tagger-model';
import type { WordClasses } from './learned/word-classes';
import type { UseCase } from './use-cases/use-case-types';

/** What a compiled rule set looks like to the engine. Plain data (structured-cloneable, so workers can receive it). */

/** One label per entity, also the prefix of its tokens. DESIGN section 3; 45 CFR 164.514(b)(2)(i). */
export const ENTITIES = [
  'NAME',
  'ADDRESS',
  'ORG',
  'DATE',
  'AGE',
  'PHONE',
  'FAX',
  'EMAIL',
  'SSN',
  'MRN',
  'PLAN',
  'ACCOUNT',
  'LICENSE',
  'VEHICLE',
  'DEVICE',
  'URL',
  'IP',
  'BIOMETRIC',
  'ID',
] as const;
export type Entity = (typeof ENTITIES)[number];

export const RECOGNIZERS = ['pattern', 'dictionary', 'phone', 'date', 'name'] as const;
export type RecognizerKind = (typeof RECOGNIZERS)[number];

/** Checks that a rule may name; `src/detect/validators` has one file for each, and the compiler holds the two together. */
export const VALIDATORS = [
  'luhn',
  'npi',
  'dea',
  'vin',
  'aba',
  'iban',
  'ssn',
  'mbi',
  'ipv4',
  'ipv6',
  'imei',
  'phone',
  'date',
  'age90',
] as const;
export type ValidatorName = (typeof VALIDATORS)[number];

/** Words (runs of letters, lower case) of which one is in every match of a regex, so that it need be run only where they stand. */
export interface TriggerWords {
  readonly words: readonly string[];
  /** Every match begins with one of them. */
  readonly atStart: boolean;
  /** Most UTF-16 code units of a match in front of the word. */
  readonly before: number;
}

/** Per ASCII character 1 where it may stand; place 128 stands for all others, place 129 for the text's end. */
export type CharacterMask = Uint8Array;

/** What must stand where a match of a regex begins. */
export interface MatchStart {
  /** In front of it. */
  readonly before: CharacterMask;
  /** Its first UTF-16 code units. */
  readonly first: readonly CharacterMask[];
  /** Rare characters further on, each of which stands there. */
  readonly anchors: readonly MatchAnchor[];
}

/** A character that every match of a regex holds or is followed by, and the one behind it. */
export interface MatchAnchor {
  readonly mask: CharacterMask;
  readonly next: CharacterMask;
  /** Most UTF-16 code units of a match in front of it. */
  readonly before: number;
}

export interface CompiledPattern {
  readonly name: string;
  /** Flags `yu` or `iyu`: tried where a match can begin. Always holds the named group `value`. */
  readonly regex: RegExp;
  /** Base score, 0 to 1. */
  readonly score: number;
  readonly validator: ValidatorName | undefined;
  /** Of score 0: its values are none in the rest of the text either. */
  readonly everywhere?: true | undefined;
  /** Of a dictionary: entries are looked for anywhere in its values, not only at their beginnings. */
  readonly within?: true | undefined;
  /** Derived from the regex: where a match can begin. */
  readonly start: MatchStart;
  /** Derived from the regex: words without which it cannot match. */
  readonly triggers?: TriggerWords | undefined;
}

/** Words near a match (same line, within `before` characters in front or `after` behind) that raise its score by `boost`. */
export interface ContextRule {
  readonly words: readonly string[];
  readonly boost: number;
  /** Characters looked at before the match. */
  readonly before: number;
  /** Characters looked at behind the match. */
  readonly after: number;
}

export interface RuleExample {
  /** Text without marks. */
  readonly text: string;
  /** What must be found in it, in order; empty for a counter-example. UTF-16 offsets. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Why a counter-example is none. */
  readonly why: string | undefined;
  readonly line: number;
}

export interface CompiledRule {
  readonly id: string;
  readonly entity: Entity;
  /** Letters of 45 CFR 164.514(b)(2)(i). */
  readonly hipaa: readonly string[];
  readonly description: string;
  readonly recognizer: RecognizerKind;
  readonly patterns: readonly CompiledPattern[];
  /** Names of word lists in `rules/lists` that the rule uses. */
  readonly lists: readonly string[];
  readonly context: ContextRule | undefined;
  /** Heads of table columns whose cells are values: lower-case words; one that ends in `?` counts only beside another head, one behind `* ` with words in front, too. */
  readonly columns?: readonly string[];
  /** Values (lower case) that are never a detection of this rule. */
  readonly allowList: ReadonlySet<string>;
  /** Overlaps between equal scores are won by the higher priority; 0 to 100, default 50. */
  readonly priority: number;
  readonly examples: readonly RuleExample[];
  readonly nonExamples: readonly RuleExample[];
  /** File name in `rules/`, for messages and `--explain`. */
  readonly file: string;
  /** The rule is on only in these policies; in all if not set. */
  readonly policies?: readonly string[] | undefined;
}

/** A part of a value that stays: the group `value` of the regex, run over what an entity's rules found. */
export interface KeptPart {
  readonly name: string;
  readonly entity: Entity;
  /** Flags `du` or `diu`; holds the named group `value`. */
  readonly regex: RegExp;
}

/** What a policy leaves in the text. */
export interface Keeps {
  readonly entities: ReadonlySet<Entity>;
  /** `rule` or `rule/pattern`. */
  readonly rules: ReadonlySet<string>;
  readonly parts: readonly KeptPart[];
}

/** How strictly a request is de-identified: which rules are on, and what of their findings stays. */
export interface Policy {
  readonly id: string;
  readonly description: string;
  readonly keeps: Keeps;
  /** Roles whose messages are not searched; a value found elsewhere in the request is replaced in them too. */
  readonly excludedRoles: readonly string[];
  readonly examples: readonly RuleExample[];
  readonly file: string;
}

/** Words in lower case; the number is a rank bucket or 0 where the list has none. */
export type WordList = ReadonlyMap<string, number>;

export interface RuleSet {
  /** The rules that are on. */
  readonly rules: readonly CompiledRule[];
  /** Rules that are on only in the policies they name; `ruleSetFor` adds them. */
  readonly policyRules?: readonly CompiledRule[];
  /** By id; a rule set without policies has the default one alone. */
  readonly policies?: ReadonlyMap<string, Policy>;
  /** What the policy in force leaves in the text; set by `ruleSetFor`. */
  readonly keeps?: Keeps;
  /** Uses that are not approved; requests for them are not answered where a dialect screens. */
  readonly useCases?: readonly UseCase[];
  readonly lists: ReadonlyMap<string, WordList>;
  /** The tagger's learned weights; without them the rules stand alone. */
  readonly model?: TaggerModel;
  /** Classes of words, for the tagger. */
  readonly wordClasses?: WordClasses;
  /** The network that gives the tagger a second opinion. */
  readonly network?: NetworkModel;
  /** SHA-256 over all files of the rule folder (name and bytes, sorted), lower-case hex. */
  readonly sha256: string;
  /** Every example held when the package was built, with these very files. */
  readonly isProven?: boolean;
}

/** What scores no more says: this looks like one, and is none ("3/4 strength"). */
export const REFUSAL = 0.2;

/** The policy of whoever names none: the Safe Harbor list as DESIGN section 3 has it. */
export const DEFAULT_POLICY = 'safe-harbor';

/** Lists whose words are ordinary: a value that equals one of them is replaced elsewhere only where its context agrees. */
export const ORDINARY_LISTS = ['common-words', 'eponyms', 'medical-words', 'drugs'] as const;

/** Words of `common-words` up to this SCOWL tier count as ordinary; rarer ones are mostly names. */
export const ORDINARY_TIER = 50;

/** The rule set without its tagger: what the rules alone do. */
export function withoutModel({ model: _, ...ruleSet }: RuleSet): RuleSet {
  return ruleSet;
}
