import { FeatureWriter } from '../detect/tagger/feature-writer';
import { labelIndex, OPTIONAL, OUTSIDE } from '../detect/tagger/labels';
import { prepareTokens } from '../detect/tagger/prepared-tokens';
import { gatherEvidence, type RuleFindings } from '../detect/tagger/rule-evidence';
import { KIND, type TaggerTokens, tokenise } from '../detect/tagger/tokens';
import type { TaggerLexicon, WordFacts } from '../detect/tagger/word-facts';
import { writeFeatures } from './features';
import type { GoldDocument } from './marked-note';

/** Longest sequence of one training step, in tokens; longer notes are cut at line ends. */
const LONGEST_SEQUENCE = 256;

/** A note's features by their hashes, before they are numbered. */
export interface HashedNote {
  readonly tokens: TaggerTokens;
  readonly features: Int32Array;
  readonly offsets: Int32Array;
  readonly labels: Uint8Array;
}

/** Gold labels of tokens. A token that only partly lies in a span counts as in it. */
function goldLabels(tokens: TaggerTokens, note: GoldDocument): Uint8Array {
  const labels = new Uint8Array(tokens.count).fill(OUTSIDE);
  for (const span of note.spans) {
    let first = true;
    for (let token = 0; token < tokens.count; token += 1) {
      if ((tokens.ends[token] ?? 0) <= span.start || (tokens.starts[token] ?? 0) >= span.end) continue;
      labels[token] = span.optional ? OPTIONAL : labelIndex(span.entity, first);
      first = false;
    }
  }
  return labels;
}

/** Hides which word it is; what lists, classes and shape tell stays. */
function hideWord(facts: WordFacts): WordFacts {
  return { ...facts, word: 13, prefix2: 0, prefix3: 0, suffix2: 0, suffix3: 0, isCommon: false };
}

/**
 * Computes all features of a note.
 *
 * @param isHidden asked for each token: whether the tagger is to learn what stands there without knowing the word
 */
export function hashNote(
  note: GoldDocument,
  findings: RuleFindings,
  lexicon: TaggerLexicon,
  isHidden: () => boolean,
): HashedNote {
  const tokens = tokenise(note.text);
  const prepared = prepareTokens({ text: note.text, tokens, lexicon, evidence: gatherEvidence(tokens, findings) });
  const facts = prepared.facts.map((fact, token) => (tokens.kinds[token] === KIND.letters && isHidden() ? hideWord(fact) : fact));
  const writer = new FeatureWriter({ ...prepared, facts });
  const offsets = new Int32Array(tokens.count + 1);
  const parts: Int32Array[] = [];
  let total = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    writeFeatures(writer, token);
    const { length } = writer;
    parts.push(writer.buffer.slice(0, length));
    total += length;
    offsets[token + 1] = total;
  }
  const features = new Int32Array(total);
  for (const [token, part] of parts.entries()) features.set(part, offsets[token]);
  return { tokens, features, offsets, labels: goldLabels(tokens, note) };
}

/** Cuts a note into pieces of tokens, each ending at a line end where possible: `[from, to)`. */
export function cutSequence(tokens: TaggerTokens): [number, number][] {
  const pieces: [number, number][] = [];
  let from = 0;
  while (tokens.count - from > LONGEST_SEQUENCE) {
    let to = from + LONGEST_SEQUENCE;
    while (to > from + LONGEST_SEQUENCE / 2 && tokens.kinds[to - 1] !== KIND.lineEnd) to -= 1;
    if (to === from + LONGEST_SEQUENCE / 2) to = from + LONGEST_SEQUENCE;
    pieces.push([from, to]);
    from = to;
  }
  if (from < tokens.count) pieces.push([from, tokens.count]);
  return pieces;
}
