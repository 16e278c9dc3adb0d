import type { Candidate, Recognizer, RecognizerContext } from '../types';
import { findAged } from './name/aged';
import { findByVote } from './name/compromise-vote';
import { findCredentialed } from './name/credentials';
import { findIntroduced, findKin, findTitled } from './name/cues';
import { isAmongEponyms, isEponymUse } from './name/eponym-use';
import { findHl7, findLabelled } from './name/fields';
import { FLAG } from './name/flags';
import { findInitials, findLegend, findSmallLegend, findSpelled, findTypist } from './name/initials';
import { findLastFirst, findLowerLastFirst } from './name/last-first';
import { findDashSigned, findGreeted, findSignatureLine, findSpeaker } from './name/letters';
import { nameLexicon } from './name/lexicon';
import { findAmbiguousGiven, findCapitals, findHousehold, findListed, findRelative, findSpeaking } from './name/listed';
import { findLowerGiven, findSmallInitialFirst, findSmallItem, findSmallWithInitial } from './name/lower-case';
import { findNickname } from './name/nicknames';
import { FORMS, type NameFinder, type NameScan, type Proposal } from './name/proposal';
import { findSeries } from './name/series';
import { findSignedCredential, findSigner } from './name/signers';
import { has, type NameToken, nameTokens } from './name/token';

const FINDERS: readonly NameFinder[] = [
  findTitled,
  findLabelled,
  findHl7,
  findCredentialed,
  findLastFirst,
  findLowerLastFirst,
  findKin,
  findIntroduced,
  findGreeted,
  findDashSigned,
  findSpeaker,
  findSignatureLine,
  findListed,
  findAmbiguousGiven,
  findCapitals,
  findHousehold,
  findRelative,
  findSpeaking,
  findLowerGiven,
  findSmallItem,
  findSmallWithInitial,
  findSmallInitialFirst,
  findSigner,
  findSignedCredential,
  findSmallLegend,
  findNickname,
  findInitials,
  findSpelled,
  findTypist,
  findLegend,
  findAged,
];

const CHECK_EVERY = 1024;

const ANCHORS = FLAG.title | FLAG.kin | FLAG.role | FLAG.credential | FLAG.particle;

/** Most words are small ordinary words and numbers, where no form of name begins: skipping them halves the time. */
function mayAnchor(token: NameToken | undefined): boolean {
  if (token === undefined || token.shape === 'digits') return false;
  if (token.shape !== 'lower' || token.text.length === 1 || token.nameClass === 'listed' || token.nameClass === 'unlisted')
    return true;
  if (token.text.length <= 3 || (token.lower === 'law' && token.gap === '-')) return true;
  return has(token, ANCHORS) || (token.facts.given > 0 && token.facts.given <= 2);
}

function propose(scan: NameScan): Proposal[] {
  const proposals: Proposal[] = [];
  for (let index = 0; index < scan.tokens.length; index += 1) {
    if (index % CHECK_EVERY === 0) scan.checkpoint();
    if (!mayAnchor(scan.tokens[index])) continue;
    for (const find of FINDERS) {
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
  const { id, entity, priority } = context.rule;
  const score = FORMS[proposal.form];
  // The dot of a closing initial belongs to the name: "Bell, Harold T."
  const end = last.shape === 'initial' && text.charAt(last.end) === '.' ? last.end + 1 : last.end;
  return [{ start: first.start, end, entity, score, rule: id, pattern: proposal.form, priority, evidence: { base: score } }];
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
  return [...proposals, ...findSeries(scan, proposals), ...findByVote(scan)].flatMap((proposal) =>
    toCandidate(scan, proposal, context),
  );
};
