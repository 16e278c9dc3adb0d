import { replaceInName, ToolNames } from '../../../src/deid/tool-names';
import type { JsonObject, JsonValue } from '../../../src/dialects/json';
import { chatBody, chatReply, createDeidentifier } from '../../support/deid';

const deidentify = createDeidentifier();
const SSN = '123-45-6789';
const tool = (name: string): JsonObject => ({ type: 'function', function: { name } });
const call = (name: string): JsonObject => ({ tool_calls: [{ index: 0, id: 'call_1', function: { name, arguments: '' } }] });

describe('what is sent for a name', () => {
  test.each<[string, string]>([
    ['ask_#', 'ask_NAME_1'],
    ['#', 'NAME_1'],
    ['ask#2', 'ask_NAME_1_2'],
    ['#-#', 'NAME_1-NAME_1'],
    ['##', 'NAME_1_NAME_1'],
  ])('%s: %s', (name, expected) => {
    const token = { label: 'NAME', number: 1, form: undefined, text: '[NAME_1]', alias: 'NAME_1' };
    const places = [...name.matchAll(/#/g)].map(({ index }) => ({ start: index, end: index + 1, token }));
    expect(replaceInName(name, places)).toBe(expected);
  });

  test('no two names are sent as one, nor one as another of the client', () => {
    const names = new ToolNames(['ask_mary', 'ask-mary', 'ask_NAME_1']);
    names.add('ask_mary', 'ask_NAME_1');
    names.add('ask-mary', 'ask_NAME_1');
    names.add('ask_mary', 'ignored');
    const sent = ['ask_mary', 'ask-mary', 'ask_NAME_1', 'other'].map((name) => names.sentFor(name));
    expect(sent).toEqual(['ask_NAME_1_2', 'ask_NAME_1_3', 'ask_NAME_1', 'other']);
    expect(sent.map((name) => names.ownOf(name))).toEqual(['ask_mary', 'ask-mary', 'ask_NAME_1', 'other']);
  });
});

describe('a call in a reply bears the name that the client knows', () => {
  const body = chatBody('Help.', { tools: [tool(`of_${SSN}`), tool('plain')] });

  test.each([
    ['of_SSN_1', `of_${SSN}`],
    ['plain', 'plain'],
    ['SSN_1', 'SSN_1'],
    ['xof_SSN_1', 'xof_SSN_1'],
  ])('%s', async (sent, own) => {
    const session = await deidentify(body);
    expect(session.reidentifyReply(chatReply(call(sent)))).toEqual(chatReply(call(own)));
    const delta = (name: string): JsonValue => ({ choices: [{ index: 0, delta: call(name), finish_reason: null }] });
    expect(session.createStreamReidentifier().push(delta(sent))).toEqual([delta(own)]);
  });

  test('of a custom tool and of the old form, too; logprobs of the text stay', async () => {
    const session = await deidentify(chatBody('Help.', { functions: [{ name: `of_${SSN}` }] }));
    const answer = (name: string): JsonObject =>
      chatReply(
        { function_call: { name, arguments: '' }, tool_calls: [{ custom: { name, input: '' } }] },
        { logprobs: { content: [] } },
      );
    expect(session.reidentifyReply(answer('of_SSN_1'))).toEqual(answer(`of_${SSN}`));
  });

  test('and history that calls it again is sent as before', async () => {
    const messages = [{ role: 'assistant', ...call(`of_${SSN}`) }];
    const { forward } = await deidentify({ ...body, messages });
    expect(JSON.parse(forward)).toMatchObject({ tools: [tool('of_SSN_1'), tool('plain')], messages: [call('of_SSN_1')] });
  });
});

test('who is called in full in a text is so by the plain token, though a tool that is called by a part of the name comes first', async () => {
  const session = await deidentify(chatBody('Patient Hannah Osei is here.', { tools: [tool('ask_hannah')] }));
  expect(JSON.parse(session.forward)).toMatchObject({
    tools: [tool('ask_NAME_1_given')],
    messages: [{ content: 'Patient [NAME_1] is here.' }],
  });
  expect(session.reidentifyReply(chatReply({ content: '[NAME_1]', ...call('ask_NAME_1_given') }))).toEqual(
    chatReply({ content: 'Hannah Osei', ...call('ask_hannah') }),
  );
});
