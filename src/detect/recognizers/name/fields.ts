import { FLAG } from './flags';
import { headAfterParticles, isInitial, mayBeName, runEnd } from './name-run';
import type { NameFinder, NameScan } from './proposal';
import { has, isCapitalised, type NameToken, transcriptAround } from './token';

/** Between a label and its value: colon, equals sign, bar, dotted leader, JSON quotes, a wide space; not a line break. */
const LABEL_END =
  /^(?:["')\]]{0,2} {0,3}(?::|=|->|\|)+[ \t]{0,40}["'[(]{0,2}|[ \t]?\.{2,60}[ \t]{0,4}|[ \t]{2,40}|\t{1,4}|" {0,2}: {0,2}")$/;
const SURE_END = /[:=|.]/;
/** Words of a label stand side by side. */
const INSIDE_LABEL = /^(?:[ _/'-]|\. ?|)$/;
const MOST_LABEL_WORDS = 4;

function endOf(token: NameToken | undefined): string {
  return token === undefined ? '' : token.lower + (token.possessive ? "'s" : '');
}

/** Number of the longest label that ends right before `index`: 1 sure, 0 weak; undefined if there is none. */
function labelBefore(scan: NameScan, index: number): number | undefined {
  const { tokens, lexicon } = scan;
  const words: string[] = [];
  let best: number | undefined;
  if (!lexicon.labels.lastWords.has(endOf(tokens[index - 1])) && tokens[index - 1]?.shape !== 'digits') return undefined;
  for (let back = 1; back <= MOST_LABEL_WORDS; back += 1) {
    const token = tokens[index - back];
    if (token === undefined) break;
    if (back === 1 && token.shape === 'digits' && token.text.length === 1) continue;
    if (back > 1 && !INSIDE_LABEL.test(tokens[index - back + 1]?.gap ?? '\n')) break;
    words.unshift(endOf(token));
    best = lexicon.labels.numbers.get(words.join(' ')) ?? best;
    if (token.lineStart) break;
  }
  return best;
}

function fieldIsName(token: NameToken, sure: boolean): boolean {
  if (token.nameClass === 'blocked' || !mayBeName(token, 'field')) return false;
  if (token.nameClass === 'ordinary') return sure && token.facts.tier > 20 && (token.capsLine || isCapitalised(token));
  if (token.shape === 'upper' && !token.capsLine)
    return token.text.length > 2 && (token.nameClass === 'listed' || (sure && SURE_END.test(token.gap)));
  return sure || token.nameClass !== 'ambiguous' || token.facts.given > 0 || token.facts.surname <= 4;
}

/** "Dr. Foley" as a value: the name begins behind the title. */
function afterTitle(tokens: readonly NameToken[], index: number): number {
  const next = tokens[index + 1];
  const titled = has(tokens[index], FLAG.title) && next !== undefined && /^\.? $/.test(next.gap) && next.shape !== 'lower';
  return titled ? index + 1 : index;
}

function fieldWithHead(scan: NameScan, index: number, head: number, sure: boolean): ReturnType<NameFinder> {
  const { tokens } = scan;
  const token = tokens[head];
  if (token === undefined || !fieldIsName(token, sure) || beginsSentence(token, tokens[index + 1]) || isSpeakersTurn(scan, index))
    return undefined;
  const from = afterTitle(tokens, index);
  const to = fieldEnd(tokens, head, sure ? 'field' : 'cased');
  if (to <= from || (token.nameClass === 'ordinary' && to - from < 2)) return undefined;
  return { from, to, form: sure ? 'label' : 'relative' };
}

/** "Patient: Bell, Harold T.", `"family_name": "Ruiz"`, "Attending ..... Grace Adeyemi". */
export const findLabelled: NameFinder = (scan, index) => {
  const token = scan.tokens[index];
  if (token === undefined || token.shape === 'digits' || index === 0 || token.gap === '' || !LABEL_END.test(token.gap))
    return undefined;
  const number = isNameOfKind(scan, index) ? undefined : labelBefore(scan, index);
  if (number === undefined || (number === 0 && !SURE_END.test(token.gap))) return undefined;
  const head = headAfterParticles(scan.tokens, index);
  const named = namedValue(scan, index);
  if (NAME_OF_THING.test(named)) return undefined;
  if (scan.tokens[head]?.shape === 'lower') return lowerField(scan, index, number === 1);
  if (isInitial(scan.tokens[head])) return initialField(scan, index, number === 1);
  const found = fieldWithHead(scan, index, head, number === 1);
  return found !== undefined && JOINED.test(named) ? { ...found, form: 'relative' } : found;
};

/** "Drug name: Yasmin", "Test Name | NDC": the label says what kind of thing is called so. */
function isNameOfKind({ tokens, lexicon }: NameScan, index: number): boolean {
  const [label, kind] = [tokens[index - 1], tokens[index - 2]];
  return label?.lower === 'name' && kind !== undefined && /^[ _]$/.test(label.gap) && lexicon.things.isKind(kind.lower);
}

/** "name: ADT_TO_REGISTRY", "name: X-Tenant": programs give names to things, too. */
const NAME_OF_THING = /^(?:\p{Lu}{2,}[A-Z0-9]*_|X-\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*["',}]? ?(?:,? in:|$))/u;
/** `"name": "LabResult"`: mostly a thing, but "JoBeth", "McCall". */
const JOINED = /^(?!(?:Mc|Mac)\p{Lu})\p{Lu}\p{Ll}+\p{Lu}\p{Ll}/u;
const LONGEST_NAME_OF_THING = 40;

/** What stands behind the label "name", without its end. */
function namedValue({ text, tokens }: NameScan, index: number): string {
  const { start = 0 } = tokens[index] ?? {};
  return tokens[index - 1]?.lower === 'name' && tokens[index]?.gap !== ' '
    ? text.slice(start, start + LONGEST_NAME_OF_THING)
    : '';
}

/** "Patient: Uhm." or "Sefa CNM: IUPC in" in a transcript: the label stands at the start of more lines, so what follows is speech. */
function isSpeakersTurn({ text, tokens }: NameScan, index: number): boolean {
  const [label, before] = [tokens[index - 1], tokens[index - 2]];
  const first = label?.lineStart ? label : before;
  if (label === undefined || !first?.lineStart || tokens[index]?.gap !== ': ') return false;
  return transcriptAround(text, label).split(`\n${text.slice(first.start, label.end)}: `, 4).length > 3;
}

/** "CALLER: He moved": behind a speaker's label an everyday word begins a sentence. */
function beginsSentence(head: NameToken, next: NameToken | undefined): boolean {
  return (
    head.facts.tier > 0 &&
    head.facts.tier <= 35 &&
    !head.capsLine &&
    (next === undefined ||
      /^[,!?.]/.test(next.gap) ||
      ((next.shape === 'lower' || next.shape === 'digits' || next.lower === 'i') &&
        next.gap === ' ' &&
        !has(next, FLAG.particle)))
  );
}

/** "DAY, VIOLET": in a labelled field the given names behind the comma belong to the name. */
function fieldEnd(tokens: readonly NameToken[], index: number, mode: 'field' | 'cased' | 'lower'): number {
  const end = runEnd(tokens, index, mode);
  const next = tokens[end];
  if (next === undefined || !/^, ?$/.test(next.gap) || (next.shape === 'lower') !== (mode === 'lower')) return end;
  if (isInitial(next)) return end + 1;
  const fits = mayBeName(next, mode) && next.nameClass !== 'ordinary' && !has(next, FLAG.credential);
  return fits ? runEnd(tokens, end, mode) : end;
}

function lowerField(scan: NameScan, index: number, sure: boolean): ReturnType<NameFinder> {
  const token = scan.tokens[index];
  if (token === undefined || token.text.length < 3) return undefined;
  const listed = token.nameClass === 'listed' && (sure || token.facts.given > 0);
  return listed ? { from: index, to: fieldEnd(scan.tokens, index, 'lower'), form: 'relative' } : undefined;
}

/** "Pt: A.R.", "Attending: K. Patel". */
function initialField(scan: NameScan, index: number, sure: boolean): ReturnType<NameFinder> {
  const to = runEnd(scan.tokens, index, 'cased');
  const dotted = scan.tokens[index + 1]?.gap.startsWith('.') === true;
  return to > index + 1 || (sure && dotted) ? { from: index, to, form: sure ? 'label' : 'relative' } : undefined;
}

/** Behind the name of a thing stands the code system that it is from: `11778-8^Pass^LN`. */
const SYSTEMS = new Set(
  'ln loinc sct snm snomed cpt cpt4 c4 hcpcs i9 i10 i9c i10c icd9 icd10 ndc rxnorm cvx mvx cdcrec ucum iso'.split(' '),
);
/** What a telephone is for, in front of its kind: `^ORN^CP`. */
const USES = new Set(['prn', 'orn', 'wpn', 'vhn', 'asn', 'emr', 'net', 'bpn']);
/** Behind who gave a number stands what kind of number it is: `881^^^NHMCD^MA`. */
const NUMBER_TYPES = new Set(['ma', 'mc', 'mr', 'mrn', 'pi', 'pn', 'an', 'vn', 'ss']);

/** `^Pass^LN`, `^^^NHMCD^MA`, `^ORN^CP`: two components that are no name. */
function isCoded(gap: string, [first, last]: readonly NameToken[]): boolean {
  const word = last?.lower ?? '';
  if (gap.endsWith('^') && USES.has(first?.lower ?? '')) return true;
  return (gap.endsWith('^') && SYSTEMS.has(word)) || (gap.endsWith('^^^') && NUMBER_TYPES.has(word));
}

/** HL7 and DICOM write a person as components: `DUBOIS^CELESTE^A`. */
export const findHl7: NameFinder = ({ tokens }, index) => {
  const first = tokens[index];
  if (first === undefined || first.shape === 'digits' || first.text.length < 2 || tokens[index + 1]?.gap !== '^')
    return undefined;
  if (!/[|^[:~"'=\s]$|^$/.test(first.gap)) return undefined;
  let to = index + 1;
  while (to < index + 5 && tokens[to]?.gap === '^' && tokens[to]?.shape !== 'digits') to += 1;
  const words = tokens.slice(index, to);
  if (words.length === 2 && isCoded(first.gap, words)) return undefined;
  if (words.length < 2 || words.some((word) => word.glued || (word.nameClass === 'blocked' && word.text.length > 3)))
    return undefined;
  const listed = words.slice(0, 2).filter((word) => word.nameClass === 'listed' || word.nameClass === 'ambiguous').length;
  return listed === 2 || (listed === 1 && words.every((word) => word.nameClass !== 'ordinary'))
    ? { from: index, to: lastNamePart(words, index), form: 'hl7' }
    : undefined;
};

/** Credentials and titles are components too: `ABERNATHY^LUCIUS^^^DR`. */
function lastNamePart(words: readonly NameToken[], index: number): number {
  let count = words.length;
  while (count > 2 && (has(words[count - 1], FLAG.credential | FLAG.title) || words[count - 1]?.nameClass === 'blocked'))
    count -= 1;
  return index + count;
}
