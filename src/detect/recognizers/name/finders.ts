import { findAged } from './aged';
import { findAskedAfter, findGivenTo } from './asked-after';
import { findOnBoard } from './board-lines';
import { findCredentialed } from './credentials';
import { findIntroduced, findKin, findTitled } from './cues';
import { findHl7, findLabelled } from './fields';
import { FLAG } from './flags';
import { findFramed, findSmallFamily } from './framed';
import { findFramedCapital } from './framed-capital';
import { findInitials, findLegend, findSmallLegend, findSpelled, findTypist } from './initials';
import { findLastFirst, findLowerLastFirst } from './last-first';
import { findDashSigned, findGreeted, findSignatureLine, findSpeaker } from './letters';
import { findAmbiguousGiven, findCapitals, findHousehold, findListed, findRelative, findSpeaking } from './listed';
import { findLowerGiven, findSmallInitialFirst, findSmallItem, findSmallWithInitial } from './lower-case';
import { findNickname } from './nicknames';
import type { NameFinder } from './proposal';
import { findSignedCredential, findSigner } from './signers';
import { findTagged } from './tagged';
import { has, type NameToken, type Shape } from './token';

/** What can be told of a word and its neighbours at once, as bits. */
const TRAIT = {
  /** One letter. */
  letter: 1,
  /** Up to three letters. */
  brief: 2,
  title: 4,
  /** Kin, role, or the last part of "mother-in-law". */
  kin: 8,
  credential: 16,
  /** First word of its line, or more than a space before it. */
  apartBefore: 32,
  /** More than a space between it and the next word. */
  apartBehind: 64,
  /** One of the two. */
  apart: 128,
} as const;

type Row = readonly [find: NameFinder, shapes: readonly Shape[], needs: number];

const ANY: readonly Shape[] = ['lower', 'title', 'mixed', 'upper', 'initial'];
const CAPITALISED: readonly Shape[] = ['title', 'mixed'];
const WORDS: readonly Shape[] = ['lower', 'title', 'mixed', 'upper'];
const PLAIN: readonly Shape[] = ['lower', 'upper', 'initial'];

/** The forms of names, each with the shapes and the traits (all of them) without which its anchor is none. */
const FINDERS: readonly Row[] = [
  [findTitled, ANY, TRAIT.title],
  [findLabelled, ANY, TRAIT.apartBefore],
  [findHl7, ANY, TRAIT.apartBehind],
  [findCredentialed, ANY, TRAIT.credential],
  [findLastFirst, ['title', 'mixed', 'upper'], 0],
  [findLowerLastFirst, ['lower'], TRAIT.apartBehind],
  [findKin, ANY, TRAIT.kin],
  [findIntroduced, ANY, 0],
  [findGreeted, ANY, 0],
  [findDashSigned, ['title', 'mixed', 'upper', 'initial'], TRAIT.apartBefore],
  [findSpeaker, ANY, 0],
  [findSignatureLine, CAPITALISED, TRAIT.apartBefore],
  [findListed, ['title', 'mixed', 'initial'], 0],
  [findAmbiguousGiven, CAPITALISED, 0],
  [findCapitals, ['upper'], 0],
  [findHousehold, CAPITALISED, 0],
  [findRelative, CAPITALISED, 0],
  [findSpeaking, CAPITALISED, 0],
  [findLowerGiven, ['lower'], 0],
  [findSmallItem, ['lower'], 0],
  [findSmallWithInitial, ['lower'], 0],
  [findSmallInitialFirst, ['lower'], TRAIT.letter],
  [findSigner, PLAIN, TRAIT.brief],
  [findSignedCredential, PLAIN, TRAIT.brief | TRAIT.apartBefore],
  [findSmallLegend, ['lower'], TRAIT.brief | TRAIT.apartBehind],
  [findNickname, CAPITALISED, TRAIT.apartBefore],
  [findInitials, ['initial'], TRAIT.apartBehind],
  [findSpelled, ANY, TRAIT.letter],
  [findTypist, WORDS, TRAIT.brief | TRAIT.apart],
  [findLegend, ['upper', 'initial'], TRAIT.brief | TRAIT.apartBehind],
  [findAged, WORDS, 0],
  [findAskedAfter, ['lower', 'title', 'mixed'], 0],
  [findGivenTo, ['lower'], 0],
  [findFramed, ['lower'], 0],
  [findFramedCapital, CAPITALISED, 0],
  [findOnBoard, ['title', 'mixed', 'upper'], 0],
  [findSmallFamily, ['lower'], 0],
  [findTagged, WORDS, TRAIT.apartBefore],
];

/** A form of name that an anchor may begin. */
export interface Finder {
  readonly find: NameFinder;
  /** Bits of `TRAIT`, all of which the anchor has. */
  readonly needs: number;
}

function findersOf(shape: Shape): readonly Finder[] {
  return FINDERS.filter(([, shapes]) => shapes.includes(shape)).map(([find, , needs]) => ({ find, needs }));
}

/** Which forms begin at a word of a shape. Asking all of them of every word takes twice as long. */
export const FINDERS_BY_SHAPE: Readonly<Record<Shape, readonly Finder[]>> = {
  lower: findersOf('lower'),
  title: findersOf('title'),
  mixed: findersOf('mixed'),
  upper: findersOf('upper'),
  initial: findersOf('initial'),
  digits: [],
};

const KIN = FLAG.kin | FLAG.role;
const ANCHORS = FLAG.title | KIN | FLAG.credential | FLAG.particle;

/** The end of "mother-in-law". */
function isInLaw({ gap, lower }: NameToken): boolean {
  return gap === '-' && lower === 'law';
}

/** Most words are small ordinary words and numbers, where no form of name begins: skipping them halves the time. */
export function mayAnchor(token: NameToken): boolean {
  if (token.shape === 'digits') return false;
  if (token.shape !== 'lower' || token.nameClass === 'listed' || token.nameClass === 'unlisted') return true;
  if (token.text.length <= 3 || has(token, ANCHORS) || isInLaw(token)) return true;
  return token.facts.given > 0 && token.facts.given <= 3;
}

/** The traits of a word in front of `next`. */
export function traitsOf(token: NameToken, next: NameToken | undefined): number {
  const { length } = token.text;
  const { flags } = token.facts;
  let traits = 0;
  if (length <= 3) traits = length === 1 ? TRAIT.letter | TRAIT.brief : TRAIT.brief;
  if ((flags & FLAG.title) !== 0) traits |= TRAIT.title;
  if ((flags & FLAG.credential) !== 0) traits |= TRAIT.credential;
  if ((flags & KIN) !== 0 || isInLaw(token)) traits |= TRAIT.kin;
  if (token.lineStart || token.gap !== ' ') traits |= TRAIT.apartBefore | TRAIT.apart;
  if (next !== undefined && next.gap !== ' ') traits |= TRAIT.apartBehind | TRAIT.apart;
  return traits;
}
