import { FLAG } from './flags';
import type { WordFacts } from './lexicon';
import type { NameScan, Proposal } from './proposal';
import { has, isGiven, isSurname, type NameToken } from './token';

/** What joins the parts of names of files, folders and accounts. A hyphen joins eponyms, too. */
const JOINTS: ReadonlySet<string> = new Set(['_', '.']);

/** Known as a name, and as no other word. */
function isPart(token: NameToken): boolean {
  return token.nameClass === 'listed' && token.text.length > 2 && !has(token, FLAG.eponym | FLAG.title);
}

function isPair(left: NameToken, right: NameToken): boolean {
  return (isGiven(left) && isSurname(right, 5)) || (isSurname(left, 5) && isGiven(right));
}

const NO_GIVEN = FLAG.eponym | FLAG.title | FLAG.notName | FLAG.verb;
/** Rarer ones of the words that are names, too, are words first. */
const SURNAMES_THAT_ARE_WORDS = 4;

/** One of the given names that most people have, and hardly ever a word. */
function isSureGiven({ given, tier, nameClass, flags }: WordFacts): boolean {
  return given > 0 && given <= 2 && (tier === 0 || tier > 30) && nameClass !== 'blocked' && (flags & NO_GIVEN) === 0;
}

const NO_FAMILY = FLAG.particle | FLAG.functionWord;

function isFamily({ surname, nameClass, flags }: WordFacts): boolean {
  return surname > 0 && surname <= SURNAMES_THAT_ARE_WORDS && nameClass !== 'blocked' && (flags & NO_FAMILY) === 0;
}

/** "john_smith", "jane_doe", "Brown_Mary": the family name may be a word, if the given name is hardly one. */
const isSurePair = (left: WordFacts, right: WordFacts): boolean =>
  (isSureGiven(left) && isFamily(right)) || (isFamily(left) && isSureGiven(right));

/** "JohnSmith", "maryJones" */
const CAPITAL_WITHIN = /^(\p{L}\p{Ll}{2,})(\p{Lu}\p{Ll}{2,})$/u;

function isPairInOne({ lexicon }: NameScan, { lower, text }: NameToken): boolean {
  const left = text === lower ? undefined : CAPITAL_WITHIN.exec(text)?.[1];
  return left !== undefined && isSurePair(lexicon.facts(lower.slice(0, left.length)), lexicon.facts(lower.slice(left.length)));
}

/**
 * First and family name in what programs call something: "smith_john_labs.pdf", "notes/emily.watson/", "maryJones". Both must be known, since
 * case says nothing here.
 */
export function findJoined(scan: NameScan): Proposal[] {
  const { tokens } = scan;
  const found: Proposal[] = [];
  for (const [index, left] of tokens.entries()) {
    if (isPairInOne(scan, left)) found.push({ from: index, to: index + 1, form: 'joined-common' });
    const right = tokens[index + 1];
    if (right === undefined || !JOINTS.has(right.gap)) continue;
    const isSure = isSurePair(left.facts, right.facts);
    if (isSure || (isPart(left) && isPart(right) && isPair(left, right)))
      found.push({ from: index, to: index + 2, form: isSure ? 'joined-common' : 'joined' });
  }
  return found;
}
