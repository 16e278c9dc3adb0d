import type { RuleSet, WordList } from '../../rules/types';
import { oncePer } from '../once-per';
import type { Field } from '../types';

/** Whether what stands in a list is called as people are, or as things: `{"herbs": [{"name": "Basil", "price": 2}]}`. */

/** What people have, too: where one of them stands beside it a name is read as one, whatever else is there. */
const OF_PEOPLE =
  /(?:^| )(?:age|sex|gender|dob|birth|birthday|birthdate|born|mrn|ssn|phone|mobile|cell|fax|email|e mail|address|street|zip|patient|pt|client|member|resident|relation|relationship|role|title|first|last|family|given|surname|nickname|appointment|visit|admitted|room|bed|ward|allergies|diagnosis|dx|prescribed|prescriber|provider|physician|doctor|nurse|therapist|user|username|login|owner|author|contact|parent|guardian|mother|father|child|spouse)(?: |$)/i;

const lastWord = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

const singular = (word: string): string => (/(?:s|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.replace(/(?<!s)s$/, ''));

/** Whether a name speaks of people, one or several. */
export function isOfPeople(name: string): boolean {
  const plain = name.replaceAll('_', ' ');
  return OF_PEOPLE.test(plain) || OF_PEOPLE.test(plain.replace(/s$/i, ''));
}

/** The number in `rules/lists/kinds-of-things.txt` of a kind of which a record may be of the person who has it. */
const OF_SOMEBODY = 1;

const NO_WORDS: WordList = new Map();

/** Tells things by the words of a rule set's lists; without them nothing is one. */
export class ThingReader {
  private readonly kinds: WordList;
  private readonly keys: WordList;

  constructor({ lists }: Pick<RuleSet, 'lists'>) {
    this.kinds = lists.get('kinds-of-things') ?? NO_WORDS;
    this.keys = lists.get('keys-of-things') ?? NO_WORDS;
  }

  isKind(name: string): boolean {
    return this.kindIn(name) !== undefined;
  }

  /** Whether the name of a record is that of a thing, by what the list is called that it stands in or by what stands beside it. */
  isNameOfThing({ names, beside }: Field): boolean {
    if (names[0]?.toLowerCase() !== 'name' || beside.some(isOfPeople) || names.some(isOfPeople)) return false;
    // Below "products" the name is that of a "product", and called "product name".
    const outer = names[1]?.toLowerCase().endsWith(' name') === true ? names[1].slice(0, -' name'.length) : undefined;
    const kind = outer === undefined ? undefined : this.kindIn(outer);
    if (kind !== undefined && this.kinds.get(kind) !== OF_SOMEBODY) return true;
    return beside.some((key) => this.keys.has(key.toLowerCase()));
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
