/** Sets of characters, as the engine asks for them: one place per ASCII character, one for all others, one for the text's end. */

import type { CharacterMask } from '../types';
import type { CharacterElement } from './regex-elements';

/** Places of a mask besides the 128 ASCII characters. */
export const BEYOND_ASCII = 128;
export const TEXT_END = 129;
const MASK_LENGTH = 130;

/** A new mask that allows every character and the text's end. */
export function anything(): CharacterMask {
  return new Uint8Array(MASK_LENGTH).fill(1);
}

/** A new mask that allows nothing. */
export function nothing(): CharacterMask {
  return new Uint8Array(MASK_LENGTH);
}

/** Allows in `into` what `from` allows, too. */
export function unite(into: CharacterMask, from: CharacterMask): void {
  for (let at = 0; at < MASK_LENGTH; at += 1) into[at] = (into[at] ?? 0) | (from[at] ?? 0);
}

/** Leaves in `into` only what `from` allows as well. */
export function intersect(into: CharacterMask, from: CharacterMask): void {
  for (let at = 0; at < MASK_LENGTH; at += 1) into[at] = (into[at] ?? 0) & (from[at] ?? 0);
}

/** Masks of one character each, kept from rule to rule: many classes return. */
const known = new Map<string, CharacterMask>();

/** What an element of one character allows. The mask is shared: copy it before changing it. */
export function maskOf(element: CharacterElement, ignoreCase: boolean): CharacterMask {
  const key = `${ignoreCase ? 'i' : ''}${element.raw}`;
  const mask = known.get(key) ?? computeMask(element, ignoreCase);
  known.set(key, mask);
  return mask;
}

function computeMask(element: CharacterElement, ignoreCase: boolean): CharacterMask {
  const regex = new RegExp(`^${element.raw}$`, ignoreCase ? 'iu' : 'u');
  const mask = nothing();
  for (let code = 0; code < BEYOND_ASCII; code += 1) mask[code] = Number(regex.test(String.fromCharCode(code)));
  mask[BEYOND_ASCII] = Number(reachesBeyondAscii(element, mask, ignoreCase));
  return mask;
}

/** `k` and `s` have partners beyond ASCII when case is ignored (U+212A, U+017F). */
function reachesBeyondAscii(element: CharacterElement, mask: CharacterMask, ignoreCase: boolean): boolean {
  if (ignoreCase && (mask[0x6b] === 1 || mask[0x73] === 1)) return true;
  if (element.type === 'Character') return element.value >= BEYOND_ASCII;
  if (element.type === 'CharacterSet')
    return !(['digit', 'word'].includes(element.kind) && 'negate' in element && !element.negate);
  if (element.negate) return true;
  return element.elements.some((part) => {
    if (part.type === 'CharacterClassRange') return part.max.value >= BEYOND_ASCII;
    if (part.type === 'Character' || part.type === 'CharacterSet') return reachesBeyondAscii(part, nothing(), false);
    return true;
  });
}

/** Whether every character of `mask` up to the text's end is one of `\w`. */
export function isWordOnly(mask: CharacterMask): boolean {
  return mask.every((value, code) => value === 0 || (code < BEYOND_ASCII && /\w/.test(String.fromCharCode(code))));
}

/** How much of clinical text single characters make up, roughly; measured on the notes. */
const SHARE = { digit: 0.009, capital: 0.004, sign: 0.001, letter: 0.1 } as const;
const SHARE_OF_FREQUENT: ReadonlyMap<string, number> = new Map([
  [' ', 0.18],
  ['.', 0.019],
  [',', 0.016],
  ['\n', 0.014],
  ['-', 0.009],
  [':', 0.008],
  ['"', 0.006],
  ['/', 0.005],
  ['(', 0.003],
  [')', 0.003],
]);

/** How much of clinical text a class of characters makes up, roughly; the text's end is as good as anywhere. */
export function shareOf(mask: CharacterMask): number {
  const sum = mask.reduce((total, value, code) => (value === 0 ? total : total + shareOfCode(code)), 0);
  return Math.min(1, sum);
}

function kindOf(character: string): keyof typeof SHARE {
  if (/\d/.test(character)) return 'digit';
  if (/[A-Z]/.test(character)) return 'capital';
  return /[a-z]/.test(character) ? 'letter' : 'sign';
}

function shareOfCode(code: number): number {
  if (code === TEXT_END) return 1;
  if (code === BEYOND_ASCII) return SHARE.sign;
  const character = String.fromCharCode(code);
  return SHARE_OF_FREQUENT.get(character) ?? SHARE[kindOf(character)];
}

/** Takes the characters of words out of a mask: none stands in front of a word that `\b` begins. */
export function excludeWords(before: CharacterMask): void {
  for (let code = 0; code < BEYOND_ASCII; code += 1) if (/\w/.test(String.fromCharCode(code))) before[code] = 0;
}
