import type { Candidate, Recognizer, RecognizerContext } from '../types';
import { candidateOf } from './candidate-of';
import { findByVote } from './name/compromise-vote';
import { isAmongEponyms, isEponymUse } from './name/eponym-use';
import { FINDERS_BY_SHAPE, mayAnchor, traitsOf } from './name/finders';
import { findJoined } from './name/joined';
import { isVerbBeforeName } from './name/leading-word';
import { nameLexicon } from './name/lexicon';
import { FORMS, type NameScan, type Proposal } from './name/proposal';
import { findSeries } from './name/series';
import { nameTokens } from './name/token';

const CHECK_EVERY = 1024;

/** "Book Julia" on a line of its own may look like a signature. */
function withoutVerb(scan: NameScan, proposal: Proposal): Proposal {
  const { from, to } = proposal;
  return to - from > 1 && isVerbBeforeName(scan, from) ? { ...proposal, from: from + 1 } : proposal;
}

function propose(scan: NameScan): Proposal[] {
  const { tokens } = scan;
  const proposals: Proposal[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    if (index % CHECK_EVERY === 0) scan.checkpoint();
    const token = tokens[index];
    if (token === undefined || !mayAnchor(token)) continue;
    const traits = traitsOf(token, tokens[index + 1]);
    for (const { find, needs } of FINDERS_BY_SHAPE[token.shape]) {
      if ((needs & ~traits) !== 0) continue;
      const proposal = find(scan, index);
      if (proposal !== undefined && proposal.to > proposal.from) proposals.push(proposal);
    }
  }
  return proposals;
}

function toCandidate({ text, tokens }: NameScan, proposal: Proposal, context: RecognizerContext): Candidate[] {
  const first = tokens[proposal.from];
  const last = tokens[proposal.to - 1];
  if (first === undefined || last === undefined) return [];
  const score = FORMS[proposal.form];
  // The dot of a closing initial belongs to the name: "Bell, Harold T."
  const end = last.shape === 'initial' && text.charAt(last.end) === '.' ? last.end + 1 : last.end;
  return [candidateOf(context.rule, { start: first.start, end }, proposal.form, { score, evidence: { base: score } })];
}

/**
 * Finds people's names by the ways in which they are written: behind titles and labels, before credentials, as "Last, First", in letters and
 * transcripts, and by lists of names. Each way is a file in `name/`; its words are lists in `rules/lists`. One pass over the words.
 */
export const recognizeName: Recognizer = (text, context) => {
  const lexicon = nameLexicon(context);
  const scan: NameScan = { text: text.text, tokens: nameTokens(text, lexicon), lexicon, checkpoint: () => context.checkpoint() };
  const proposals = propose(scan).filter(
    (proposal) => !isEponymUse(scan.tokens, proposal) && !isAmongEponyms(scan.tokens, proposal),
  );
  return [...proposals, ...findSeries(scan, proposals), ...findJoined(scan), ...findByVote(scan)].flatMap((proposal) =>
    toCandidate(scan, withoutVerb(scan, proposal), context),
  );
};
