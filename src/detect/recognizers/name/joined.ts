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

/** First and family name in the name of a file: "smith_john_labs.pdf", "notes/emily.watson/". Both must be listed, since case says nothing here. */
export function findJoined({ tokens }: NameScan): Proposal[] {
  const found: Proposal[] = [];
  for (let index = 0; index + 1 < tokens.length; index += 1) {
    const right = tokens[index + 1];
    if (right === undefined || !JOINTS.has(right.gap)) continue;
    const left = tokens[index];
    if (isPart(left) && isPart(right) && isPair(left, right)) found.push({ from: index, to: index + 2, form: 'joined' });
  }
  return found;
}
