import type { RuleSet, WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Field } from '../types';

/** Whether what stands in a list is called as people are, or as things: `{"herbs": [{"name": "Basil", "price": 2}]}`. */

const lastWord = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

const singular = (word: string): string => (/(?:s|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.replace(/(?<!s)s$/, ''));

/** The number in `rules/lists/kinds-of-things.txt` of a kind of which a record may be of the person who has it. */
const OF_SOMEBODY = 1;

const NO_WORDS: WordList = new Map();

/** Tells things by the words of a rule set's lists; without them nothing is one. */
export class ThingReader {
  private readonly kinds: WordList;
  private readonly keys: WordList;
  private readonly ofPeople: WordList;

  constructor({ lists }: Pick<RuleSet, 'lists'>) {
    this.kinds = lists.get('kinds-of-things') ?? NO_WORDS;
    this.keys = lists.get('keys-of-things') ?? NO_WORDS;
    this.ofPeople = lists.get('keys-of-people') ?? NO_WORDS;
  }

  /** Whether a name speaks of people, one or several. */
  isOfPeople(name: string): boolean {
    const plain = name.toLowerCase().replaceAll('_', ' ');
    return this.holdsWordOfPeople(plain) || (plain.endsWith('s') && this.holdsWordOfPeople(plain.slice(0, -1)));
  }

  isKind(name: string): boolean {
    return this.kindIn(name) !== undefined;
  }

  /** Whether the name of a record is that of a thing, by what the list is called that it stands in or by what stands beside it. */
  isNameOfThing({ names, beside }: Field): boolean {
    if (names[0]?.toLowerCase() !== 'name' || [...beside, ...names].some((one) => this.isOfPeople(one))) return false;
    // Below "products" the name is that of a "product", and called "product name".
    const outer = names[1]?.toLowerCase().endsWith(' name') === true ? names[1].slice(0, -' name'.length) : undefined;
    const kind = outer === undefined ? undefined : this.kindIn(outer);
    if (kind !== undefined && this.kinds.get(kind) !== OF_SOMEBODY) return true;
    return beside.some((key) => this.keys.has(key.toLowerCase()));
  }

  private holdsWordOfPeople(name: string): boolean {
    const words = name.split(' ');
    return words.some((word, index) => this.ofPeople.has(word) || this.ofPeople.has(`${word} ${words[index + 1]}`));
  }

  /** The kind of thing that a name speaks of: of "herbs" a herb, of "voice" a voice, of "color scheme" none. */
  private kindIn(name: string): string | undefined {
    const word = lastWord(name.toLowerCase().trim());
    return [word, singular(word), word.replace(/ies?$/, 'y')].find((one) => this.kinds.has(one));
  }
}

export const thingReaderOf = oncePer(
  (ruleSet: RuleSet) => new ThingReader(ruleSet),
  ({ lists }) => lists,
);
