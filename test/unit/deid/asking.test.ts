import { Asking } from '../../../src/deid/asking';
import type { TextLeaf } from '../../../src/deid/leaves/text-leaf';
import type { JsonValue } from '../../../src/dialects/json';
import { createDeidentifier } from '../../support/deid';
import { projectRules } from '../../support/project-rules';

describe('the answer', () => {
  const leaf = (path: string, text: string, knownOnly?: true, label?: string): TextLeaf => ({
    segment: { text, ...(knownOnly ? { knownOnly } : {}), ...(label === undefined ? {} : { label }) },
    kind: 'text',
    path,
    write: () => undefined,
  });
  const answers = (...leaves: TextLeaf[]) => {
    const asking = new Asking();
    return leaves.map((one) => asking.answer(one));
  };

  test('is the first part of the next message', () => {
    const question = leaf('messages[0].content[1].text', 'Your MRN?');
    expect(
      answers(
        question,
        leaf('messages[1].name', 'x'),
        leaf('messages[1].content[0].text', '55123'),
        leaf('messages[1].content[1].text', '7'),
      ),
    ).toEqual([undefined, undefined, { text: '55123', asked: ['Your MRN?'] }, undefined]);
  });

  test('may come three messages later, and is read up to a length', () => {
    const texts = ['Your MRN?', 'one moment', 'Sure', '55123', `MRN? ${'x'.repeat(500)}`, 'y'];
    const found = answers(...texts.map((text, index) => leaf(`messages[${index}].content`, text)));
    expect(found[3]).toEqual({ text: '55123', asked: ['Sure', 'one moment', 'Your MRN?'] });
    expect(found[4]?.text).toHaveLength(400);
    expect(found[5]?.asked).toHaveLength(3);
  });

  test.each([
    ['a message is missing in between', leaf('messages[0].content', 'Your MRN?'), leaf('messages[2].content', '55123')],
    ['it stands elsewhere', leaf('messages[0].content', 'Your MRN?'), leaf('metadata.x', '55123')],
    ['it is not to be searched', leaf('messages[0].content', 'Your MRN?'), leaf('messages[1].content', '55123', true)],
  ])('is none where %s', (_reason, question, answer) => {
    expect(answers(question, answer)).toEqual([undefined, undefined]);
  });

  test.each([
    ['name', [leaf('messages[0].tool_calls[0].function.name', 'get_zip_code')], 'get zip code:'],
    ['deprecated name', [leaf('messages[0].function_call.name', 'getZipCode')], 'get Zip Code:'],
    [
      'question',
      [
        leaf('messages[0].tool_calls[0].function.name', 'ask_user'),
        leaf('messages[0].tool_calls[0].function.arguments', 'question'),
        leaf('messages[0].tool_calls[0].function.arguments', 'What is your MRN?'),
      ],
      'What is your MRN?',
    ],
    [
      'field',
      [
        leaf('messages[0].tool_calls[0].function.name', 'get_field'),
        leaf('messages[0].tool_calls[0].function.arguments', 'member_id', undefined, 'field'),
        leaf('messages[0].tool_calls[0].function.arguments', 'may', undefined, 'person'),
      ],
      'member id:',
    ],
    [
      'name, if only one was called',
      [
        leaf('messages[0].tool_calls[0].function.name', 'get_mrn'),
        leaf('messages[0].tool_calls[1].function.name', 'get_zip_code'),
      ],
      undefined,
    ],
  ])('of a tool is labelled by its %s', (_reason, calls, asked) => {
    const result = answers(...calls, leaf('messages[1].content', '55123')).at(-1);
    if (asked === undefined) expect(result).toBeUndefined();
    else expect(result).toEqual({ text: '55123', asked: [asked] });
  });
});

describe('in a request', () => {
  const deidentify = createDeidentifier(projectRules());
  const sent = async (messages: JsonValue[]): Promise<string[]> =>
    JSON.parse((await deidentify({ messages })).forward).messages.map(({ content }: { content: string }) => content);
  const dialogue = (...texts: string[]) =>
    texts.map((content, index) => ({ role: index % 2 === 0 ? 'assistant' : 'user', content }));

  test.each([
    ['What is your MRN?', '55123', '[MRN_1]'],
    ['What is your MRN?', 'It is 55123, thanks', 'It is [MRN_1], thanks'],
    ['Last four of your SSN?', '6789', '[SSN_1]'],
    ['And your last name?', 'delgado', '[NAME_1]'],
    ['What is your ZIP code?', '02139', '[ADDRESS_1]'],
    ['Which account number is it about?', '88213', '[ACCOUNT_1]'],
    ['How old is she?', '94', '[AGE_1]'],
    ['How old is she?', '34', '34'],
    ['How can I help?', 'refill please', 'refill please'],
    ['What is the CPT code?', '99213', '99213'],
    ['What is your MRN?', 'I do not have it', 'I do not have it'],
    ['Your name, DOB and MRN?', 'rose hunter, 3/4/81, 55123', '[NAME_1], [DATE_1], [MRN_1]'],
    ["What is your son's name?", 'hunter', '[NAME_1]'],
  ])('%s – %s', async (question, answer, expected) => {
    expect(await sent(dialogue(question, answer))).toEqual([question, expected]);
  });

  test('a number by itself answers what was asked before a word in between', async () => {
    const texts = ['What is your MRN?', 'one moment please', 'Of course.', '55123'];
    expect(await sent(dialogue(...texts))).toEqual([...texts.slice(0, 3), '[MRN_1]']);
  });

  test('a tool that is told which field it is to fetch gives its value', async () => {
    const call = { id: 'c', type: 'function', function: { name: 'get_field', arguments: '{"field":"mrn"}' } };
    const messages: JsonValue[] = [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: '55123' },
    ];
    expect((await sent(messages)).at(-1)).toBe('[MRN_1]');
  });

  test('a number in brackets has one token, whoever repeats it', async () => {
    const texts = ['Your phone?', '(414) 555-0182', 'So (414) 555-0182.', 'Yes, (414) 555-0182'];
    expect(await sent(dialogue(...texts))).toEqual(['Your phone?', '[PHONE_1]', 'So [PHONE_1].', 'Yes, [PHONE_1]']);
  });

  test('a number is what it was asked for as, and keeps its token when the conversation grows', async () => {
    const texts = ['What is your MRN?', '4471982', 'And your SSN?', '123456789', 'Thanks. 4471982, right?', 'yes'];
    const whole = await sent(dialogue(...texts));
    expect(whole).toEqual(['What is your MRN?', '[MRN_1]', 'And your SSN?', '[SSN_1]', 'Thanks. [MRN_1], right?', 'yes']);
    for (let length = 1; length < texts.length; length += 1)
      expect(await sent(dialogue(...texts.slice(0, length)))).toEqual(whole.slice(0, length));
  });
});
