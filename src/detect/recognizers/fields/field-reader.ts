import { isInLists, ordinaryLists } from '../../../rules/ordinary-word';
import type { RuleSet, WordList } from '../../../rules/types';
import { oncePer } from '../../once-per';
import { type ThingReader, thingReaderOf } from '../../records/things';
import type { Candidate, Field, Span } from '../../types';
import { candidateOf, scored } from '../candidate-of';
import { cellValue, isNoSmallName, mayBeValue, NO_VALUE, type NotValues, SMALL_NAME } from './field-values';
import { type Head, type HeadedBy, type Heads, headedBy, headName, headsOf, isKnownName } from './heads';

/** What the heads of columns mean, the names of fields mean, too; a record is a row of a table. */

const BY_NAME = scored(0.9, 'the name of its field');
/** The names of things look like those of people: this says for sure that there is none of a person. */
const OF_A_THING = scored(0, 'the name of a thing');
const PATTERN = 'field';
const INITIAL = /^\p{L}\.?$/u;
/** Whose fields hold nothing but names of people; others name roles, which firms and programs have, too. */
const OF_A_PERSON =
  /^(?:patient|pt|pat|client|member|subscriber|guardian|mother|father|emergency contact|insured)(?: name)?$|^(?:full )?name$/;
const IS_POSTAL = /(?:^| )(?:zip(?:code| ?cd| ?[45])?|zip code|post(?:al)? ?code|postal|plz)$/;
const POSTAL_CODE = /^(?:\d{5}-?\d{4}|\d{4,6}|[a-z]\d[a-z] ?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})(?![\p{L}\p{N}])/iu;
/** One to four words with capitals. */
const CAPITALS = /^\p{Lu}[\p{L}\p{M}.'-]*(?:,? \p{Lu}[\p{L}\p{M}.'-]*){0,3}$/u;
const SHORT_DATE =
  /^(?!.*(?:day|week|month|year|hour|min|sec))(?:(?:19|20)\d{6}|(?=.{3,14}$).*[^\d.].*|\d{1,2}\.\d{1,2}\.\d{2,4})$/;
/** Names of standards, versions ("default-v100", "nginx-15.4.2"), times of the day, users by number, sequences of genes, calls of programs. */
const IS_NO_NUMBER =
  /^(?:urn:|https?:|v?\d{1,3}(?:\.\d{1,3}){2}$|[a-z]{3,20}(?:[-_][a-z]{2,20}){0,3}(?:[-_]v\d{1,4}|[-_.]?v?\d{1,3}(?:\.\d{1,4}){1,3})$|\d{1,2}:\d\d|\d{1,5}:\d{1,5}$|[NX][CGMPRTW]_\d|[A-Za-z_][\w.]{1,40}\()/;
/** What a plate for bones is called by ("7-hole LCP 3.5", "1/3 tubular", "2.7 mm"); no vehicle has such a number. */
const IS_NO_VEHICLE = /\d[./]\d|\bholes?\b|\d ?mm\b/i;
const LAST_WORD = /,? ([\p{L}.]{2,8})$/u;
const LONGEST_ABBREVIATION = 4;
/** Rarer given names are other words rather. */
const COMMON_RANK = 3;
const TITLE = /^(?:dr|mr|mrs|ms|miss|mx|prof)\.? /i;

/** Reads values of fields and cells by the names in front of them, with a rule set's heads and lists. */
export class FieldReader {
  private readonly heads: Heads;
  private readonly names: readonly WordList[];
  private readonly places: readonly WordList[];
  private readonly particles: readonly WordList[];
  private readonly credentials: readonly WordList[];
  private readonly ordinary: readonly WordList[];
  private readonly notValues: NotValues;
  private readonly things: ThingReader;

  constructor(ruleSet: RuleSet) {
    const listsOf = (names: readonly string[]): WordList[] => names.flatMap((name) => ruleSet.lists.get(name) ?? []);
    this.heads = headsOf(ruleSet.rules);
    this.names = listsOf(['given-names', 'surnames']);
    this.places = listsOf(['us-cities']);
    this.particles = listsOf(['name-particles']);
    this.credentials = listsOf(['credentials']);
    this.ordinary = ordinaryLists(ruleSet);
    this.things = thingReaderOf(ruleSet);
    const list = (name: string): WordList => ruleSet.lists.get(name) ?? new Map<string, number>();
    this.notValues = { notLogins: list('not-logins'), notSmallNames: list('not-small-names') };
  }

  /** The value of a field, if its names tell what it is. */
  read(text: string, span: Span, { names, beside }: Field): Candidate[] {
    const value = withoutWildcards(text, cellValue(text, span));
    if (value === undefined) return [];
    const written = text.slice(value.start, value.end);
    if (NO_VALUE.test(written)) return [];
    const plain = names.map(plainName);
    // What a form calls a field: `"firstName": "First name"`, `<label for="city">City</label>`, and a query: `s.user_id = a.user_id`.
    if (plain.includes(headName(text, value)) || plain.includes(plainName(behindTable(written)))) return [];
    return this.things.isNameOfThing({ names, beside }) && !this.isWholeName(written)
      ? this.noName(value)
      : this.named(text, value, plain, beside);
  }

  /** What the value is by the first of the names that tells. */
  private named(text: string, value: Span, plain: readonly string[], beside: readonly string[]): Candidate[] {
    for (const name of plain) {
      for (const head of this.heads.named(name)) {
        if (head.isDoubtful && !beside.some((other) => this.knows(other))) continue;
        const place = this.placeOf(text, value, name, head);
        if (place !== undefined) return [candidateOf(head.rule, place, PATTERN, BY_NAME)];
      }
    }
    return [];
  }

  /** Where the value stands, if it may be one of what the head says. */
  private placeOf(text: string, value: Span, name: string, head: Head): Span | undefined {
    const headed = headedBy(name, head);
    if (IS_POSTAL.test(name)) return postalCode(text, value);
    if (head.rule.entity !== 'NAME') return this.mayBe(text.slice(value.start, value.end), name, headed) ? value : undefined;
    const bare = this.bareName(text, value);
    const hasTitle = bare.start > value.start;
    return this.mayBeName(text.slice(bare.start, bare.end), name, headed, hasTitle) ? bare : undefined;
  }

  /** That a value is no name of a person, for sure. */
  noName(value: Span): Candidate[] {
    const rule = this.heads.named('name').find(({ rule: { entity } }) => entity === 'NAME')?.rule;
    return rule === undefined ? [] : [candidateOf(rule, value, PATTERN, OF_A_THING)];
  }

  /** "Marie Callender": what begins with a first name and ends with a family name may be somebody's, whatever it stands among. */
  private isWholeName(text: string): boolean {
    const words = text.toLowerCase().split(/[ ,]+/);
    return words.length > 1 && [words[0], words.at(-1)].every((word) => this.names.some((list) => list.has(word ?? '')));
  }

  /** Whether a name is one of a field beyond doubt. */
  knows(name: string): boolean {
    return isKnownName(this.heads, name);
  }

  /** Whether a text is the name of a field beyond doubt, and no name of a person ("Town") or place ("Mobile"). */
  isLabel(text: string): boolean {
    return this.knows(text) && ![...this.names, ...this.places].some((list) => list.has(text.toLowerCase()));
  }

  /** Whether a text is made of names, of which one is no ordinary word. Short ones are other things, too, in a table ("Na", "Max"). */
  isName(text: string): boolean {
    const words = text.toLowerCase().split(/[ ,]+/);
    return (
      (words.length > 1 || text.length > LONGEST_ABBREVIATION) &&
      words.every((word) => word.length > 1 && this.names.some((list) => list.has(word))) &&
      words.some((word) => !isInLists(word, this.ordinary))
    );
  }

  /** Whether a cell below a role tells what it does, and names nobody: "Yes", "Required", "R" for who is responsible. */
  namesNobody(value: string, { rule, name, isPartOfName }: HeadedBy & { readonly name: string }): boolean {
    if (rule.entity !== 'NAME' || isPartOfName || OF_A_PERSON.test(name)) return false;
    const isPlain = (word: string): boolean => isInLists(word, this.ordinary) && !this.names.some((list) => list.has(word));
    return NO_VALUE.test(value) || INITIAL.test(value) || value.toLowerCase().split(/[ ,]+/).every(isPlain);
  }

  /** Whether a value looks like one of what its head says. */
  accepts(value: string, head: HeadedBy): boolean {
    return mayBeValue(value, head, this.notValues);
  }

  private mayBe(value: string, name: string, head: HeadedBy): boolean {
    const { entity } = head.rule;
    if (head.isLogin) {
      const isLogin = name !== 'user' || /[\d._-]/.test(value) || this.isGiven(value);
      return !IS_NO_NUMBER.test(value) && this.accepts(value, { ...head, isLogin });
    }
    if (entity === 'ADDRESS') return (/\d/.test(value) || CAPITALS.test(value)) && this.accepts(value, head);
    // Of dates with more around them the pattern of dates knows which part it is.
    if (entity === 'DATE') return SHORT_DATE.test(value) && this.accepts(value, head);
    if (IS_NO_NUMBER.test(value) || (entity === 'VEHICLE' && IS_NO_VEHICLE.test(value))) return false;
    if (entity === 'ORG') return this.accepts(value, head) && this.isNamed(value);
    return this.accepts(value, head);
  }

  /** A user may be a role or a message; "hope" is somebody. */
  private isGiven(value: string): boolean {
    return (this.names[0]?.get(value) ?? Number.POSITIVE_INFINITY) <= COMMON_RANK;
  }

  /** A name without its title and the letters behind it. */
  private bareName(text: string, { start, end }: Span): Span {
    const title = TITLE.exec(text.slice(start, end))?.[0] ?? '';
    const from = start + title.length;
    let to = end;
    for (;;) {
      const [led = '', word = ''] = LAST_WORD.exec(text.slice(from, to)) ?? [];
      const credential = word.toLowerCase().replaceAll('.', '');
      if (led === '' || !this.credentials.some((list) => list.has(credential))) return { start: from, end: to };
      to -= led.length;
    }
  }

  /** Whether a word written with a capital is no ordinary one: "Fifth grade" is no school. */
  private isNamed(value: string): boolean {
    return value.split(/[^\p{L}\p{M}']+/u).some((word) => /^\p{Lu}/u.test(word) && !isInLists(word.toLowerCase(), this.ordinary));
  }

  private mayBeName(value: string, name: string, head: HeadedBy, hasTitle: boolean): boolean {
    const isWritten = this.accepts(value, head);
    if (head.isPartOfName) return isWritten || INITIAL.test(value);
    const words = value.split(/[ ,^]+/);
    const listed = words.filter((word) => this.names.some((list) => list.has(word.toLowerCase())));
    // "YOUNG,WILL K": a letter of a name that is known counts as known.
    const known =
      listed.length + (listed.length > 1 ? words.filter((word) => INITIAL.test(word) && !listed.includes(word)).length : 0);
    if (SMALL_NAME.test(value))
      return OF_A_PERSON.test(name) && known === words.length && !isNoSmallName(value, this.notValues.notSmallNames);
    if (!isWritten || words.some((word) => /^\p{Ll}/u.test(word) && !this.particles.some((list) => list.has(word)))) return false;
    if (OF_A_PERSON.test(name)) return known * 2 >= words.length;
    return known === words.length && (words.length > 1 || hasTitle);
  }
}

/** A postal code at the beginning of a value, behind which may stand anything. */
function postalCode(text: string, { start, end }: Span): Span | undefined {
  const [code] = POSTAL_CODE.exec(text.slice(start, end)) ?? [];
  return code === undefined ? undefined : { start, end: start + code.length };
}

/** A pattern of a query ("may%") without its wild cards. */
function withoutWildcards(text: string, value: Span | undefined): Span | undefined {
  if (value === undefined) return undefined;
  const { start, end } = value;
  const inner = /^%?((?:[^%]|%(?!$))*)%?$/.exec(text.slice(start, end))?.[1] ?? '';
  if (!/^\p{L}/u.test(inner)) return value;
  const from = text.charAt(start) === '%' ? start + 1 : start;
  return { start: from, end: from + inner.length };
}

/** The column in "a.user_id". */
const behindTable = (written: string): string => written.replace(/^\w{1,40}\.(?=[A-Za-z_]\w{0,60}$)/, '');

const plainName = (name: string): string => headName(name, { start: 0, end: name.length });

/** The reader of a rule set: by its rules, with which the lists come. */
export const fieldReaderOf = oncePer(
  (ruleSet: RuleSet) => new FieldReader(ruleSet),
  ({ rules }) => rules,
);
