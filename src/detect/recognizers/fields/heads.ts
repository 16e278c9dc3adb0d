import type { CompiledRule, Entity } from '../../../rules/types';
import { KINDS_OF_NUMBERS } from '../../kinds-of-entities';
import { oncePer } from '../../once-per';
import type { Span } from '../../types';

/** What heads of columns and names of fields say. Which of them mean what is data of the rules (`columns`). */

export interface Head {
  readonly rule: CompiledRule;
  readonly isDoubtful: boolean;
}

/** What is known of a value by its head. */
export interface HeadedBy {
  readonly rule: CompiledRule;
  /** A family or a given name alone. */
  readonly isPartOfName: boolean;
  /** A name of a user, which need not hold a digit. */
  readonly isLogin: boolean;
  /** A latitude or a longitude. */
  readonly isGeocode: boolean;
}

type HeadsByName = ReadonlyMap<string, readonly Head[]>;

/** A head with nothing but words in it: what more words in front of a name may stand in. */
const PLAIN_HEAD = /^[\s"'`*_]{0,40}[A-Za-z][\w ./-]{0,60}[\s"'`*_]{0,40}$/;
/** Longer cells are no heads with a remark. */
const LONGEST_REMARKED = 80;
const AROUND_REMARK = /[\s"'`*_:]/;
/** How a head is to be filled in, or which of several it is: "Name (Last, First)", "DOB (mm/dd/yyyy)", "Phone (cell)". */
const REMARK =
  /[ _]?\((?:l(?:ast)?(?:, ?|\/)f(?:irst)?(?:,? mi?\.?)?|print(?:ed)?|[mdy]{1,4}[/-][mdy]{1,4}(?:[/-][mdy]{1,4})?|home|cell|mobile|work|day|evening|primary|if any|optional|required|\d{1,2}(?: digits?)?|#)\)$/i;

/** Most words that may stand in front of a name of the rules: "emergency contact last name". */
const MOST_WORDS_IN_FRONT = 2;

/** The names of columns and fields that the rules know (`columns` of a rule), by name. */
export class Heads {
  /** The first and the last characters of the names together: most cells can be told by these that they are no heads. */
  private readonly ends: ReadonlySet<number>;
  /** The last characters of names that may have words in front. */
  private readonly lasts: ReadonlySet<number>;

  /** `extended` are the names in front of which other words may stand ("pat last name"). */
  constructor(
    private readonly byName: HeadsByName,
    private readonly extended: HeadsByName,
  ) {
    this.ends = new Set(Array.from(byName.keys(), (name) => endsKey(name.charCodeAt(0), name.charCodeAt(name.length - 1))));
    this.lasts = new Set(Array.from(extended.keys(), (name) => name.charCodeAt(name.length - 1)));
  }

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  /** What a name says, as `headName` gives it. */
  named(name: string): readonly Head[] {
    const known = this.byName.get(name);
    if (known !== undefined || !this.lasts.has(name.charCodeAt(name.length - 1))) return known ?? [];
    let end = name;
    for (let count = 0; count < MOST_WORDS_IN_FRONT && end.includes(' '); count += 1) {
      end = end.slice(end.indexOf(' ') + 1);
      const heads = this.extended.get(end);
      if (heads !== undefined) return heads;
    }
    return [];
  }

  /** What a cell may be the head of, by its name: "member" of names and of numbers of members. */
  in(text: string, cell: Span): readonly { readonly name: string; readonly head: Head }[] {
    const bare = withoutRemark(text, cell);
    if (!this.mayBeHead(text, bare)) return [];
    const name = headName(text, bare);
    const heads = PLAIN_HEAD.test(text.slice(bare.start, bare.end)) ? this.named(name) : (this.byName.get(name) ?? []);
    return heads.map((head) => ({ name, head }));
  }

  private mayBeHead(text: string, { start, end }: Span): boolean {
    let from = start;
    let to = end - 1;
    while (from < end && NAME_CODES[text.charCodeAt(from)] === 0) from += 1;
    while (to > from && NAME_CODES[text.charCodeAt(to)] === 0) to -= 1;
    if (from === end) return false;
    const first = NAME_CODES[text.charCodeAt(from)];
    const last = NAME_CODES[text.charCodeAt(to)];
    // What the letters beyond ASCII become in lower case is not told here.
    return first === undefined || last === undefined || this.lasts.has(last) || this.ends.has(endsKey(first, last));
  }
}

/** A head without the remark in parentheses at its end. */
function withoutRemark(text: string, cell: Span): Span {
  if (cell.end - cell.start > LONGEST_REMARKED) return cell;
  let last = cell.end - 1;
  while (last > cell.start && AROUND_REMARK.test(text.charAt(last))) last -= 1;
  if (text.charAt(last) !== ')') return cell;
  const remark = REMARK.exec(text.slice(cell.start, last + 1));
  return remark === null || remark.index === 0 ? cell : { start: cell.start, end: cell.start + remark.index };
}

const endsKey = (first: number, last: number): number => first * 128 + last;

/** By ASCII character the lower-case letter or digit that it is in a name, or 0. */
const NAME_CODES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

/** The heads that rules name. */
export const headsOf = oncePer((rules: readonly CompiledRule[]): Heads => {
  const byName = new Map<string, Head[]>();
  const extended = new Set<string>();
  for (const rule of rules) {
    for (const written of rule.columns ?? []) {
      const isDoubtful = written.endsWith('?');
      const name = written.replace(/^\* |\?$/g, '');
      if (written.startsWith('*')) extended.add(name);
      // Of several kinds of numbers the last counts; beside them words may stand. What one rule doubts is in doubt.
      const isNumber = KINDS_OF_NUMBERS.has(rule.entity);
      const others = (byName.get(name) ?? []).filter((one) => KINDS_OF_NUMBERS.has(one.rule.entity) !== isNumber);
      const inDoubt = isDoubtful || others.some((one) => one.isDoubtful);
      byName.set(
        name,
        [...others, { rule, isDoubtful }].map((one) => ({ ...one, isDoubtful: inDoubt })),
      );
    }
  }
  return new Heads(withSpellings(byName), withSpellings(new Map([...byName].filter(([name]) => extended.has(name)))));
});

/** How programs write the names: "patient num", "last nm", "patientid". */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<= )(?:no|number)$/, 'num'],
  [/(?<= )(?:no|number)$/, 'nbr'],
  [/(?<= )(?:no|number)$/, 'nr'],
  [/(?<= )name$/, 'nm'],
];
/** Shorter names without blanks are other words, too. */
const FEWEST_WITHOUT_BLANKS = 4;

/** Heads under their names and under other spellings of these; what the rules name themselves counts first. */
function withSpellings(byName: HeadsByName): HeadsByName {
  const all = new Map(byName);
  for (const [name, heads] of byName) {
    const spelled = SPELLINGS.flatMap(([words, spelling]) => (words.test(name) ? name.replace(words, spelling) : []));
    for (const one of [name, ...spelled]) {
      const joined = one.replaceAll(' ', '');
      for (const other of joined.length < FEWEST_WITHOUT_BLANKS ? [one] : [one, joined]) {
        if (!all.has(other)) all.set(other, heads);
      }
    }
  }
  return all;
}

export const headName = (text: string, cell: Span): string =>
  text
    .slice(cell.start, cell.end)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Whether a name is one of a field beyond doubt. */
export function isKnownName(heads: Heads, name: string): boolean {
  return heads.named(headName(name, { start: 0, end: name.length })).some(({ isDoubtful }) => !isDoubtful);
}

/** The entities that a field of this name holds by the rules, `name` in words. */
export function entitiesOfField(rules: readonly CompiledRule[], name: string): Entity[] {
  return headsOf(rules)
    .named(headName(name, { start: 0, end: name.length }))
    .map(({ rule }) => rule.entity);
}

const GEOCODED = /(?:^| )(?:lat(?:itude)?|lng|long?(?:itude)?)$/;

/** What a name that the rules know says of its values beyond the rule: logins, coordinates, parts of names are read in ways of their own. */
export function headedBy(name: string, { rule }: Head): HeadedBy {
  return {
    rule,
    isLogin: /\b(?:[sd]?user|log[io]n|net ?id|sam account)|(?:created|updated|modified|changed|entered|edited) by$/.test(name),
    isGeocode: GEOCODED.test(name),
    isPartOfName: /last|first|sur|family|given|middle|maiden|forename|[lfm]name|^[lf]n$|^(?:nach|vor)name$|^apellido/.test(name),
  };
}
