import type { CompiledRule, RecognizerKind, RuleSet, WordList } from '../../rules/types';
import { recognizeColumns } from '../recognizers/columns';
import { recognizeDate } from '../recognizers/date';
import { recognizeDictionary } from '../recognizers/dictionary';
import { spreadExclusions } from '../recognizers/everywhere';
import { type FieldText, recognizeFields } from '../recognizers/fields';
import { fieldReaderOf } from '../recognizers/fields/field-reader';
import { recognizeLists } from '../recognizers/lists';
import { recognizeName } from '../recognizers/name';
import { recognizePairs } from '../recognizers/pairs';
import { recognizePattern } from '../recognizers/pattern';
import { recognizePhone } from '../recognizers/phone';
import { recognizeSiblings } from '../recognizers/siblings';
import { withoutHeads } from '../recognizers/tables/no-values';
import { arbitrate } from '../tagger/arbitrate';
import { createMatchText } from '../text/match-text';
import type { Candidate, MatchText, Recognizer, RecognizerContext, Rejected } from '../types';
import { loneLetters } from '../winners/lone-letters';
import { splitAtCells } from '../winners/split-at-cells';
import { splitAtSentences } from '../winners/split-at-sentences';
import { wholeIdentifiers } from '../winners/whole-identifiers';
import { wholeNames } from '../winners/whole-names';
import { inSentenceCase } from './sentence-case';

const RECOGNIZERS: Readonly<Record<RecognizerKind, Recognizer>> = {
  pattern: recognizePattern,
  dictionary: recognizeDictionary,
  phone: recognizePhone,
  date: recognizeDate,
  name: recognizeName,
};

/** What rules and tagger make of a piece of normalised text, by itself; offsets in the piece. */
export interface Reading {
  /** Sorted, disjoint. */
  readonly winners: readonly Candidate[];
  readonly rejected: readonly Rejected[];
}

/** A piece of normalised text, and which parts of it are values of fields. */
export interface TextToRead {
  readonly text: string;
  readonly fields?: readonly FieldText[];
}

export type PieceReader = (piece: TextToRead) => Reading;

/** A reader by the rules of a set. It knows nothing of other pieces, so pieces may be read anywhere and in any order. */
export function createReader(ruleSet: RuleSet, checkpoint: () => void): PieceReader {
  const readAsIs: PieceReader = ({ text, fields = [] }) => {
    const { winners, rejected } = arbitrate(text, recognizePiece(createMatchText(text), ruleSet, checkpoint, fields), ruleSet);
    const identifiers = wholeIdentifiers(text, splitAtCells(text, winners, ruleSet));
    const names = splitAtSentences(text, wholeNames(text, identifiers, ruleSet), ruleSet);
    return { winners: loneLetters(text, names, ruleSet), rejected };
  };
  return (piece) => {
    const found = readAsIs(piece);
    const written = inSentenceCase(piece.text, ruleSet);
    return written === undefined ? found : withNames(found, readAsIs({ ...piece, text: written }));
  };
}

/** What was found, and names besides that the same text in another case has. */
function withNames({ winners, rejected }: Reading, again: Reading): Reading {
  const names = again.winners.filter(
    ({ entity, start, end }) => entity === 'NAME' && !winners.some((one) => one.start < end && one.end > start),
  );
  return { winners: [...winners, ...names].sort((one, other) => one.start - other.start), rejected };
}

function createContext(rule: CompiledRule, ruleSet: RuleSet, checkpoint: () => void): RecognizerContext {
  return {
    rule,
    ruleSet,
    checkpoint,
    list(name: string): WordList {
      const list = ruleSet.lists.get(name);
      if (list === undefined) throw new Error(`rule ${rule.id} needs the list ${name}`);
      return list;
    },
  };
}

function recognizePiece(text: MatchText, ruleSet: RuleSet, checkpoint: () => void, fields: readonly FieldText[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const rule of ruleSet.rules) {
    checkpoint();
    for (const candidate of RECOGNIZERS[rule.recognizer](text, createContext(rule, ruleSet, checkpoint))) {
      const value = text.lower.slice(candidate.start, candidate.end);
      if (!rule.allowList.has(value)) candidates.push(candidate);
    }
  }
  for (const candidate of recognizeColumns(text, ruleSet, checkpoint)) candidates.push(candidate);
  for (const candidate of recognizeLists(text, ruleSet.rules, checkpoint)) candidates.push(candidate);
  for (const candidate of recognizeFields(text, ruleSet, checkpoint, fields)) candidates.push(candidate);
  for (const candidate of recognizePairs(text, ruleSet, checkpoint)) candidates.push(candidate);
  for (const candidate of spreadExclusions(text, candidates, ruleSet)) candidates.push(candidate);
  const values = withoutHeads(text.text, candidates, fieldReaderOf(ruleSet));
  return [...values, ...recognizeSiblings(text, values, checkpoint)];
}
