import fc from 'fast-check';
import type { JsonObject } from '../../src/dialects/json';

/** Invented conversations: notes with names, dates and numbers, in usual and unusual writing, tool calls, token-like text. */

const digits = (length: number): fc.Arbitrary<string> =>
  fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 }).map(String);

const GIVEN = [
  'Mary',
  'José',
  'Zoe\u0308',
  'Øyvind',
  'Will',
  'May',
  'Grace',
  'Anne-Marie',
  'Юлия',
  'María José',
  'Bo',
  'Ｍａｒｙ',
];
const FAMILY = [
  'Smith',
  'Kowalczyk',
  'Delgado-Ruiz',
  "O'Neil",
  'O’Brien',
  'Nún\u0303ez',
  'van der Berg',
  'Young',
  'Ra\uFB00erty',
  'Kowal\u200Bczyk',
  'SMITH',
  'Nguyễn',
];

const name = fc.oneof(
  fc.tuple(fc.constantFrom(...GIVEN), fc.constantFrom(...FAMILY)).map(([given, family]) => `${given} ${family}`),
  fc.tuple(fc.constantFrom(...GIVEN), fc.constantFrom(...FAMILY)).map(([given, family]) => `${family}, ${given}`),
  fc.constantFrom(...FAMILY).map((family) => `Dr. ${family}`),
);

const two = (number: number): string => String(number).padStart(2, '0');
const date = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1930, max: 2024 }), fc.nat(3))
  .map(([month, day, year, form]) => {
    if (form === 0) return `${month}/${day}/${year}`;
    if (form === 1) return `${year}-${two(month)}-${two(day)}`;
    if (form === 2) return `${two(month)}-${two(day)}-${year % 100}`;
    return `March ${day}, ${year}`;
  });

const phone = fc
  .tuple(fc.integer({ min: 201, max: 989 }), fc.integer({ min: 100, max: 199 }), fc.nat(3))
  .map(([area, line, form]) => {
    const parts = [`(${area}) 555-0${line}`, `${area}-555-0${line}`, `${area}.555.0${line}`, `${area}\u2011555\u20110${line}`];
    return parts[form] ?? '';
  });
const ssn = fc.tuple(fc.integer({ min: 100, max: 665 }), digits(2), digits(4)).map((parts) => parts.join('-'));
const record = digits(8);
const email = fc
  .tuple(fc.constantFrom('mary', 'j.smith', 'kowalczyk_z'), digits(3))
  .map(([user, number]) => `${user}${number}@example.org`);

/** Text that looks like tokens, or may be confused with them. */
const tokenLike = fc.constantFrom(
  '[NAME_1]',
  'NAME_2',
  '[MRN_1:b]',
  '[NAME_999]',
  '[name 1]',
  '\\[NAME\\_1\\]',
  '[DATE_',
  'MRN_',
  '[',
  ']',
  '\\',
  '{"a":"x\\nNAME_1"}',
  '&#91;NAME_1&#93;',
);

const sentence = fc.oneof(
  fc.tuple(name, date, record).map(([who, when, number]) => `Patient: ${who}, DOB ${when}, MRN: ${number}.`),
  fc.tuple(name, phone).map(([who, number]) => `Call ${who} at ${number} today.`),
  fc.tuple(ssn, email).map(([number, address]) => `SSN ${number}; mail ${address}`),
  fc.tuple(name, date).map(([who, when]) => `Seen by ${who} on ${when}: BP 120/80, metformin 500 mg, Foley catheter removed.`),
  fc.tuple(fc.constantFrom(...FAMILY), record).map(([family, number]) => `C:\\charts\\${family}\\MRN ${number}\\note.txt`),
  fc.tuple(name, record).map(([who, number]) => `{"patient": "${who}", "mrn": ${number}, "note": "line\\nMary said"}`),
  fc.tuple(email, record).map(([address, number]) => `https://example.org/p?mail=${address}&mrn=${number} (see link)`),
);

const noise = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('May 2021', 'she may return', 'will follow up', 'Grace period', '\r\n', '\u200B', '…', '💊', '120/80', ''),
);

/** A note with odd characters put in at random places, also inside of values. */
function disturbed(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    '\u200B',
    '\u0301',
    '\uFE0F',
    '\u00A0',
    '\\',
    '[',
    ']',
    '_',
    '&',
    '%20',
    '\n',
    '\r\n',
    '"',
    '\uFF11',
    'ß',
    ':',
  );
  return fc.tuple(text, fc.array(fc.tuple(fc.nat(), odd), { maxLength: 4 })).map(([base, insertions]) => {
    const characters = [...base];
    for (const [at, character] of insertions) characters.splice(at % (characters.length + 1), 0, character);
    return characters.join('');
  });
}

/** A note of some sentences. */
const wholeNote: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: sentence }, { weight: 1, arbitrary: noise }, { weight: 1, arbitrary: tokenLike }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((parts) => fc.constantFrom(' ', '\n', '\r\n\r\n', ' \u200B').map((joint) => parts.join(joint)));

/** A note of some sentences, in part disturbed. */
export const note: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: wholeNote },
  { weight: 1, arbitrary: disturbed(wholeNote) },
);

/** A note without token-like text: what looks like a token moves the numbers of all others. */
const plainNote: fc.Arbitrary<string> = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

const callArguments = fc
  .tuple(name, record, date, fc.string({ unit: 'grapheme', maxLength: 6 }))
  .map(([who, number, when, key]) =>
    JSON.stringify({ patient_name: who, mrn: `MRN ${number}`, dob: [when, null], n: 3, [`k${key}`]: true }),
  );

const toolCall = callArguments.map((text) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'lookup', arguments: text } }],
}));

const messageOf = (text: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom('user', 'assistant', 'system'), text).map(([role, content]) => ({ role, content })),
    },
    { weight: 1, arbitrary: toolCall },
    { weight: 1, arbitrary: text.map((content) => ({ role: 'tool', tool_call_id: 'call_1', content })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, text)
        .map(([left, right]) => ({ role: 'user', content: [left, right].map((part) => ({ type: 'text', text: part })) })),
    },
  );

const tools = name.map((who) => [
  {
    type: 'function',
    function: {
      name: 'lookup',
      description: `Finds a chart. Ask ${who}.`,
      parameters: {
        type: 'object',
        properties: { patient_name: { type: 'string', description: 'full name' } },
        required: ['patient_name'],
      },
    },
  },
]);

const bodyOf = (message: fc.Arbitrary<JsonObject>, maxLength: number): fc.Arbitrary<JsonObject> =>
  fc.record(
    {
      model: fc.constant('gpt-4o'),
      messages: fc.array(message, { minLength: 1, maxLength }),
      tools,
      metadata: fc.record({ ward: fc.constant('7'), note: name }),
      user: email,
      temperature: fc.constant(0),
    },
    { requiredKeys: ['model', 'messages'] },
  ) as fc.Arbitrary<JsonObject>;

/** Whole requests. */
export const conversation: fc.Arbitrary<JsonObject> = bodyOf(messageOf(note), 4);

/** Whole requests in which values are written as people and programs write them. */
export const undisturbedConversation: fc.Arbitrary<JsonObject> = bodyOf(messageOf(wholeNote), 4);

/** Requests whose text holds nothing like a token. */
export const plainConversation: fc.Arbitrary<JsonObject> = bodyOf(messageOf(plainNote), 5);
