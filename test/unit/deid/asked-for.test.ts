import { Asking, askedFor } from '../../../src/deid/asked-for';
import type { TextLeaf } from '../../../src/deid/text-leaf';
import type { JsonValue } from '../../../src/dialects/json';
import { createDeidentifier } from '../../support/deid';
import { projectRules } from '../../support/project-rules';

describe('what a message asks for', () => {
  test.each([
    ['What is your MRN?', 'MRN'],
    ['Thanks, Hope! And your last name?', 'last name'],
    ['Could you tell me the member ID on your insurance card?', 'member ID on your insurance card'],
    ['And your chart number, please?', 'chart number'],
    ['Date of birth (MM DD YYYY)?', 'Date of birth'],
    ['DOB in six digits?', 'DOB'],
    ['Last four digits of the card?', 'Last four digits of the card'],
    ['For the refill, what is your MRN? It stands on your bracelet.', 'MRN'],
    ['Which account number is it about?', 'account number'],
    ['What city do you live in?', 'city'],
    ['Where do you work?', 'employer'],
    ['Where does she live?', 'home address'],
    ['When is your birthday?', 'date of birth'],
    ['What should I call you?', 'name'],
    ['Please enter your ZIP code.', 'ZIP code'],
    ["The next message is the patient's MRN.", "next message is the patient's MRN"],
    ['MRN:', 'MRN'],
  ])('%s', (text, label) => {
    expect(askedFor(text)).toBe(label);
  });

  test.each([[''], ['Your MRN is on file.'], ['???'], ['Never mind.\nI found it.']])('nothing: %j', (text) => {
    expect(askedFor(text)).toBeUndefined();
  });
});

describe('the answer', () => {
  const leaf = (path: string, text: string, knownOnly?: true): TextLeaf => ({
    segment: { text, ...(knownOnly ? { knownOnly } : {}) },
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
    ).toEqual([undefined, undefined, { label: 'MRN', text: '55123', field: { names: ['MRN'], beside: [] } }, undefined]);
  });

  test.each(['Why do you need it?', 'Sure', 'No thanks', 'Paris is the capital of France.'])('is none: %s', (text) => {
    expect(
      answers(leaf('messages[0].content', 'What is your first name?'), leaf('messages[1].content', text)).at(-1),
    ).toBeUndefined();
  });

  test('may begin like none where it holds a number', () => {
    expect(
      answers(leaf('messages[0].content', 'What is your MRN?'), leaf('messages[1].content', 'Sure, 55123')).at(-1),
    ).toMatchObject({
      label: 'MRN',
    });
  });

  test.each([
    ['the question stands further back', leaf('messages[0].content', 'Your MRN?'), leaf('messages[2].content', '55123')],
    ['it stands elsewhere', leaf('messages[0].content', 'Your MRN?'), leaf('metadata.x', '55123')],
    ['it is not to be searched', leaf('messages[0].content', 'Your MRN?'), leaf('messages[1].content', '55123', true)],
  ])('is none where %s', (_reason, question, answer) => {
    expect(answers(question, answer)).toEqual([undefined, undefined]);
  });

  test('ends between words', () => {
    const long = `${'ab '.repeat(66)}abcdef gh`;
    expect(answers(leaf('messages[0].content', 'MRN?'), leaf('messages[1].content', long))[1]?.text).toBe(
      'ab '.repeat(66).trimEnd(),
    );
    const unbroken = 'a'.repeat(201);
    expect(answers(leaf('messages[0].content', 'MRN?'), leaf('messages[1].content', unbroken))[1]?.text).toBe('');
  });

  test.each([
    ['name', [leaf('messages[0].tool_calls[0].function.name', 'get_zip_code')], 'get zip code'],
    ['deprecated name', [leaf('messages[0].function_call.name', 'getZipCode')], 'get Zip Code'],
    [
      'question',
      [
        leaf('messages[0].tool_calls[0].function.name', 'ask_user'),
        leaf('messages[0].tool_calls[0].function.arguments', 'question'),
        leaf('messages[0].tool_calls[0].function.arguments', 'What is your MRN?'),
      ],
      'MRN',
    ],
    [
      'name, if only one was called',
      [
        leaf('messages[0].tool_calls[0].function.name', 'get_mrn'),
        leaf('messages[0].tool_calls[1].function.name', 'get_zip_code'),
      ],
      undefined,
    ],
  ])('of a tool is labelled by its %s', (_reason, calls, label) => {
    const result = answers(...calls, leaf('messages[1].content', '55123')).at(-1);
    if (label === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject({ label, text: '55123' });
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
  ])('%s – %s', async (question, answer, expected) => {
    expect(await sent(dialogue(question, answer))).toEqual([question, expected]);
  });

  test('a number is what it was asked for as, and keeps its token when the conversation grows', async () => {
    const texts = ['What is your MRN?', '4471982', 'And your SSN?', '123456789', 'Thanks. 4471982, right?', 'yes'];
    const whole = await sent(dialogue(...texts));
    expect(whole).toEqual(['What is your MRN?', '[MRN_1]', 'And your SSN?', '[SSN_1]', 'Thanks. [MRN_1], right?', 'yes']);
    for (let length = 1; length < texts.length; length += 1)
      expect(await sent(dialogue(...texts.slice(0, length)))).toEqual(whole.slice(0, length));
  });
});
