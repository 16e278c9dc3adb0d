import { FLAG } from './flags';
import type { NameScan, Proposal } from './proposal';
import { has, isGiven, isSurname, type NameToken } from './token';

/** What joins the parts of names of files, folders and accounts. A hyphen joins eponyms, too. */
const JOINTS: ReadonlySet<string> = new Set(['_', '.']);

/** Known as a name, and as no other word. */
function isPart(token: NameToken | undefined): token is NameToken {
  return token !== undefined && token.nameClass === 'listed' && token.text.length > 2 && !has(token, FLAG.eponym | FLAG.title);
}

function isPair(left: NameToken, right: NameToken): boolean {
  return (isGiven(left) && isSurname(right, 5)) || (isSurname(left, 5) && isGiven(right));
}

const NO_GIVEN = FLAG.eponym | FLAG.title | FLAG.notName | FLAG.verb;
/** Rarer ones of the words that are names, too, are words first. */
const SURNAMES_THAT_ARE_WORDS = 4;

/** One of the given names that most people have, and hardly ever a word. */
function isSureGiven(token: NameToken): boolean {
  const { tier } = token.facts;
  return isGiven(token, 2) && (tier === 0 || tier > 30) && token.nameClass !== 'blocked' && !has(token, NO_GIVEN);
}

/** "john_smith", "jane_doe", "Brown_Mary": the family name may be a word, if the given name is hardly one. */
function isSurePair(left: NameToken, right: NameToken): boolean {
  const isFamily = (token: NameToken): boolean =>
    isSurname(token, SURNAMES_THAT_ARE_WORDS) && token.nameClass !== 'blocked' && token.text.length > 2;
  return (isSureGiven(left) && isFamily(right)) || (isFamily(left) && isSureGiven(right));
}

/** First and family name in the name of a file: "smith_john_labs.pdf", "notes/emily.watson/". Both must be known, since case says nothing here. */
export function findJoined({ tokens }: NameScan): Proposal[] {
  const found: Proposal[] = [];
  for (let index = 0; index + 1 < tokens.length; index += 1) {
    const right = tokens[index + 1];
    if (right === undefined || !JOINTS.has(right.gap)) continue;
    const left = tokens[index];
    if (left === undefined) continue;
    if ((isPart(left) && isPart(right) && isPair(left, right)) || isSurePair(left, right))
      found.push({ from: index, to: index + 2, form: 'joined' });
  }
  return found;
}
