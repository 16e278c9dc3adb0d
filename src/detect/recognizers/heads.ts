import type { CompiledRule, Entity } from '../../rules/types';
import { KINDS_OF_NUMBERS } from '../kinds-of-entities';
import { oncePer } from '../once-per';
import type { Span } from '../types';

/**
 * What heads of columns and names of fields say, and what their values look like. Which of them mean what is data of the rules
 * (`columns`).
 */

/** Longest cell that counts as a value, in UTF-16 code units, without and with what stands around the value. */
const LONGEST_CELL = 80;
const LONGEST_PADDED = 1000;
const EMPTY = /^(?:n\/?a|none|null|nil|unknown|-+|x+|\[.*\]|<.*>|\{.*\})?$/i;

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
/** Most words that may stand in front of a name of the rules: "emergency contact last name". */
const MOST_WORDS_IN_FRONT = 2;

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
    if (!this.mayBeHead(text, cell)) return [];
    const name = headName(text, cell);
    const heads = PLAIN_HEAD.test(text.slice(cell.start, cell.end)) ? this.named(name) : (this.byName.get(name) ?? []);
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
/** So many decimals lead to less than a county; "lat" is a latency, and a side, too, of which fewer are given. */
const GEOCODE = /^[-+]?\d{1,3}\.\d{3,20}°?$/;

export function headedBy(name: string, { rule }: Head): HeadedBy {
  return {
    rule,
    isLogin: /\b(?:[sd]?user|log[io]n|net ?id|sam account)|(?:created|updated|modified|changed|entered|edited) by$/.test(name),
    isGeocode: GEOCODED.test(name),
    isPartOfName: /last|first|sur|family|given|middle|maiden|forename|[lfm]name|^[lf]n$|^(?:nach|vor)name$|^apellido/.test(name),
  };
}

/** What stands around a value; the full stop of a sentence is no part of it, but that of an abbreviation is ("Jr."). */
const AROUND = /^[\s"'*`]+|(?:(?<=\d|\p{Ll}{3})[.,;]+)?[\s"'*`]*$/gu;

/** The value in a cell, without blanks, quotes and marks of emphasis around it. */
export function cellValue(text: string, cell: Span): Span | undefined {
  if (cell.end - cell.start > LONGEST_PADDED) return undefined;
  const inner = text.slice(cell.start, cell.end);
  const value = inner.replace(AROUND, '');
  if (value.length > LONGEST_CELL || EMPTY.test(value)) return undefined;
  const start = cell.start + inner.indexOf(value);
  return { start, end: start + value.length };
}

/** One to five words of letters that begin with a capital; the given name may stand right behind a comma ("ROSE,AMBER L"). */
const NAME_CELL = /^\p{Lu}[\p{L}\p{M}.']*(?:(?:,? |[,^])(?:\p{L}[\p{L}\p{M}.'-]*)|-\p{L}[\p{L}\p{M}.']*){0,4}$/u;
/** Names of fields and words in capitals that no name is made of. */
const CODE_CELL = /[a-z][A-Z]|_/;

/** Words of a query, a schema or a form. */
export const NO_VALUE =
  /^(?:yes|no|y|n|true|false|on|off|ok|unsure|undefined|declined|refused|other|same(?: as [a-z ]{1,20})?|self|tbd|na|optional|required|string|text|number|integer|boolean|object|array|date|value|asc|desc|name|redacted|anonymous|active|inactive)$/i;
/** What stands in small letters where a part of a name is expected: types and variables of programs ("first_name: str"), and where there is none. */
export const NO_SMALL_NAME =
  /^(?:(?:my|his|her|our|their|the|an?|some|me) .*|me|mom|mum|dad|ma|pa|both|all|uber|lyft|str|int|float|bool|char|n?varchar|keyword|uuid|any|input|first|last|middle|given|family|test|dummy|demo|sample|missing|empty|see (?:above|below)|as (?:above|below)|not (?:given|provided|known|available|recorded|stated|on file)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;
/** One to four words of small letters. */
export const SMALL_NAME = /^\p{Ll}[\p{L}\p{M}'-]*(?: \p{Ll}[\p{L}\p{M}'-]*){0,3}$/u;

const LONGEST_DATE = 40;
/** Two numbers none of which is that of a month, or one of which is of no day: "20/40" of an eye. */
const NO_DAY = /^(?:1[3-9]|[2-9]\d)\/(?:1[3-9]|[2-9]\d|\d{3})\b(?!\/)|^\d{1,2}\/(?:3[2-9]|[4-9]\d)$(?<!^(?:0?\d|1[0-2])\/\d\d)/;

/** Amounts, shares and results that stand in columns with heads of more than one meaning, and days of a trial ("C1D15"). */
const QUANTITY = /^C\d{1,2}D-?\d{1,3}$|^[-+<>$¤£ ]{0,4}\d{0,3}(?:,\d{3}){0,4}\.\d{1,3}%?$|^[$¤£]|\d ?%|^\d{1,3}(?:,\d{3})+$/;

/** Who is called by a role, and accounts that every machine of a kind has. */
const ROLES_OF_USERS =
  'user|assistant|client|agent|guest|anonymous|unknown|caller|patient|public|everyone|nurse|staff|provider|physician|doctor|clinician|lab|pharmacy|clerk|registrar|triage|tech|parent|family|self|www-data|ec2-user|git|vagrant|sa';
/** Programs, and beginnings of the names of their users: "svc-labs", "postgres". */
const PROGRAMS =
  'svc|srv|etl|app|sys|system|batch|job|cron|root|test|bot|api|admin|interface|scheduler|none|null|default|demo|example|username|elastic|kibana|logstash|postgres|pg|mysql|mariadb|mongo|mongodb|neo4j|redis|rabbitmq|kafka|cassandra|oracle|dbo|nginx|apache|grafana|prometheus|jenkins|airflow|docker|ubuntu|deploy|nobody';
/** A user's name; not a role, nor the name of a program or of its own user. */
const LOGIN = new RegExp(`^(?!(?:${ROLES_OF_USERS})$)(?!(?:${PROGRAMS})(?:[_.-]|\\d|$))[a-z][a-z0-9._-]{2,24}$`);

/** One word, or groups that hold digits. That one does is looked at ahead: each of its digits would be tried with each of the other groups'. */
const CODE = /^[#*]?[\p{L}\d]\S{0,60}(?: (?=\S{0,20}\d\S{0,20}(?: |$))\S{1,41}){0,5}(?: [A-Z])?$/u;

/** Two words in small letters that no name has. */
const SMALL_WORDS =
  / (?!(?:de|la|las|los|le|du|da|das|do|dos|di|del|van|von|der|den|ter|ten|bin|bint|ibn|al|el|y|e|san|st)\b)\p{Ll}{3,}.* \p{Ll}{3,}/u;

/** Below the names of places and people stands what is true of all of them. */
const NO_WORD = /^(?:(?:grand |sub-?)?totals?|all|average|mean|median|sum|count)$/i;

/** Lists of family and given names may be in small letters. */
function mayBeName(value: string, isPartOfName: boolean): boolean {
  if (isPartOfName && SMALL_NAME.test(value)) return !NO_VALUE.test(value) && !NO_SMALL_NAME.test(value);
  return NAME_CELL.test(value) && !CODE_CELL.test(value.replace(/\b(?:Mc|Mac|De|La|Le|O')/g, '')) && !SMALL_WORDS.test(value);
}

/** "2024-03-02T10:11:12Z": the day of a time. */
const WITH_TIME = /^(?:\d{4}-\d\d-\d\d|\d{1,2}\/\d{1,2}\/\d{2,4})(?=[T ,]{1,2}\d{1,2}:\d\d)/;

/** Where in a cell the value stands: of a day with a time the day. */
export function valueIn(text: string, { start, end }: Span, { rule }: HeadedBy): Span {
  const day = rule.entity === 'DATE' ? WITH_TIME.exec(text.slice(start, end))?.[0] : undefined;
  return { start, end: day === undefined ? end : start + day.length };
}

/** What a cell must look like to be a value of what its head says. */
export function mayBeValue(value: string, head: HeadedBy): boolean {
  if (head.isLogin && LOGIN.test(value)) return true;
  return head.isGeocode ? GEOCODE.test(value) : mayBeOf(value, head);
}

function mayBeOf(value: string, { rule: { entity }, isPartOfName }: HeadedBy): boolean {
  if (entity === 'AGE') return /^(?:9\d|1[01]\d|12[0-5])(?!\d)\D{0,8}$/.test(value);
  if (entity === 'DATE')
    return (
      value.length <= LONGEST_DATE && !NO_DAY.test(value) && /\d[/.-]\d|\d{8}|\p{L}{3}.{0,4}\d|\d.{0,3}\p{L}{3}/u.test(value)
    );
  if (NO_WORD.test(value)) return false;
  if (entity === 'NAME') return mayBeName(value, isPartOfName);
  if (QUANTITY.test(value)) return false;
  if (entity === 'PHONE' || entity === 'FAX') return /^\D{0,6}\d(?:[\s().x-]{0,4}\d){2,14}$/i.test(value);
  if (entity === 'VEHICLE') return /\d/.test(value) && /\p{L}/u.test(value) && value.length <= 20;
  if (entity === 'ORG') return /\p{L}{3}/u.test(value);
  if (entity === 'ADDRESS') return /\p{L}{3}|\d{5}/u.test(value);
  return /(?:\d.{0,20}){3}/.test(value) && CODE.test(value);
}
