/** Characters of HTML by number, letters with accents, and the names of signs that stand in values. The tripwire's own: it shares nothing with the detector. */
const ENTITY =
  /&(?:#(?:\d{1,7}|x[\da-f]{1,6});?|[a-z](?:acute|grave|circ|tilde|uml|cedil|caron);|(?:amp|apos|nbsp|commat|hyphen|dash|period);)/i;
const ENTITIES = new RegExp(ENTITY, 'gi');

/** What stands behind the letter that it marks. */
const ACCENTS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  caron: '\u030C',
};

const SIGNS: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  hyphen: '-',
  dash: '-',
  period: '.',
};

/** Whether a text holds an entity that `decodeEntities` reads. */
export function holdsEntities(text: string): boolean {
  return ENTITY.test(text);
}

/** Reads the entities of HTML that may stand in a value; accents come behind their letters. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITIES, (entity) => {
    const name = entity.slice(1).replace(';', '');
    if (name.startsWith('#')) return characterOf(name.slice(1)) ?? entity;
    return SIGNS[name.toLowerCase()] ?? name.charAt(0) + (ACCENTS[name.slice(1).toLowerCase()] ?? '');
  });
}

function characterOf(number: string): string | undefined {
  const code = Number(/^x/i.test(number) ? `0${number}` : number);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
