import { answersTo, answersWithin } from '../../../../src/detect/questions/answers';
import { speakerPatternsOf } from '../../../../src/detect/questions/turns';
import { projectRules } from '../../../support/project-rules';

const KNOWN = new Set(['zip', 'zip code', 'mrn', 'member id', 'last name', 'dob', 'claim', 'caller', 'phone', 'ssn']);
const knows = (name: string): boolean => KNOWN.has(name.toLowerCase());
const words = { knows, speakers: speakerPatternsOf(projectRules()) };
const within = (text: string): string[] =>
  answersWithin(text, words).map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);

describe('answers within a text', () => {
  test.each<[string, string, string[]]>([
    ['turns', 'Agent: And your zip?\nCaller: 02139\n', ['zip: 02139']],
    ['turns in Markdown', '**Nurse:** Your MRN?\n**Pt:** sure, 55123\n', ['MRN: 55123']],
    ['turns with times', '[10:02] desk: your zip?\n[10:03] me: 02139\n', ['zip: 02139']],
    ['turns with dates and clients', '[3/4/24, 10:02:11] Desk: your zip?\n[3/4/24, 10:02:40] Me: 02139\n', ['zip: 02139']],
    ['turns with angle brackets', 'Bot> Your MRN?\nUser> 55123\n', ['MRN: 55123']],
    ['a deposition', '11   Q.  Your zip?\n12   A.  02139.\n', ['zip: 02139']],
    ['letters without marks', 'Q  Your MRN?\nA  55123\n', ['MRN: 55123']],
    ['dashes', '- Your MRN?\n- 55123\n', ['MRN: 55123']],
    ['no speakers', 'Your MRN?\n55123\nThanks', ['MRN: 55123']],
    ['speakers above', 'AGENT\nYour MRN?\n\nCALLER\n55123\n', ['MRN: 55123']],
    ['speakers above, with colons', 'Agent:\nYour MRN?\nCaller:\n55123\n', ['MRN: 55123']],
    ['an answer in capitals', 'Last name?\nDELGADO\n', ['Last name: DELGADO']],
    ['all in one line', 'Agent: Zip? Caller: 02139 Agent: MRN? Caller: 55123', ['Zip: 02139', 'MRN: 55123']],
    ['strokes between', 'Agent: Zip? / Caller: 02139 / Agent: MRN? / Caller: 55123', ['Zip: 02139', 'MRN: 55123']],
    ['speech', 'She asked: "Your zip?" He said: "02139".', ['zip: 02139']],
    ['the same line', '1. MRN? 55123\n2. Zip? 02139', ['MRN: 55123', 'Zip: 02139']],
    ['one after the other', 'MRN? 55123. Zip? 02139.', ['MRN: 55123', 'Zip: 02139']],
    ['a request', 'Bot: Please enter your last name.\nUser: mark\n', ['last name: mark']],
    ['a request with please behind', 'Agent: And your zip code please.\nCaller: 44107\n', ['zip code: 44107']],
    ['no question mark', 'desk: whats your mrn\nme: 55123\n', ['mrn: 55123']],
    ['records of a log', '{"role":"bot","text":"Your MRN?"}\n{"role":"user","text":"55123"}\n', ['MRN: 55123']],
    ['records of a list', '[{"from":"bot","msg":"Zip?"},{"t":3,"from":"user","msg":"02139"}]', ['Zip: 02139']],
    ['rows of a CSV', '1,bot,"Your MRN?",30\n2,user,55123,40\n3,bot,Zip?,50\n4,user,"02139",60\n', ['MRN: 55123', 'Zip: 02139']],
    ['several at once', 'RN: last name, DOB and MRN?\nPt: rose, 3/4/81, 55123', ['last name: rose', 'DOB: 3/4/81', 'MRN: 55123']],
    ['a number that comes later', 'A: MRN?\nB: hold on\nA: sure\nB: 55123\n', ['MRN: 55123']],
    ['what is said besides', 'A: Last name?\nB: Yes. May Bell! I called before.\n', ['Last name: May Bell']],
    ['fillers', "A: MRN?\nB: uh, let me see... it's 55123, thanks\n", ['MRN: 55123, thanks']],
  ])('%s', (_what, text, expected) => {
    expect(within(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['what the rules do not know', 'Q: Which guideline?\nA: 2019\n'],
    ['yes or no', 'Q: Did you change the zip?\nA: 12345\n'],
    ['a question back', 'Q: Your MRN?\nA: why?\n'],
    ['a refusal', 'Q: Your last name?\nA: I would rather not\n'],
    ['a label and its value', 'Your MRN?\nPhone: 555-0142\n'],
    ['a sentence', 'Your last name? We need it because the form that they sent us last week asks for it again.\n'],
    ['rows of a table', 'own zip??  | x\n03/21 | svc_55123 | -\n'],
    ['a word that comes later', 'A: MRN?\nB: why?\nA: may\n'],
    ['a thing of what is known', 'drug on the same claim?\n77325\n'],
  ])('none: %s', (_what, text) => {
    expect(within(text)).toEqual([]);
  });

  test('questions without end are read in linear time', () => {
    const text = 'zip? '.repeat(40_000);
    expect(within(text)).toEqual([]);
    expect(within('Zip? 02139\n'.repeat(5000))).toHaveLength(5000);
  });
});

describe('the answer to a message', () => {
  const to = (asked: string[], text: string): string[] =>
    answersTo(asked, text).map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);

  test.each<[string, string[], string, string[]]>([
    ['what it asks for', ['Your MRN?'], '55123', ['MRN: 55123']],
    ['things that nobody knows', ['Which floor?'], 'third', ['floor: third']],
    ['begins like none where it holds a number', ['Your MRN?'], 'Sure, 55123', ['MRN: 55123']],
    ['a question back', ['Your first name?'], 'Why do you need it?', []],
    ['more than a sentence', ['Which account?'], 'Savings; 55123', ['account: Savings; 55123']],
    ['a refusal', ['Your first name?'], 'No thanks', []],
    ['a sentence on it', ['Your first name?'], 'Paris is the capital of France.', []],
    ['asked further back', ['Of course.', 'one moment', 'Your MRN?'], 'here it is: 55123.', ['MRN: 55123']],
    ['words asked further back', ['Of course.', 'one moment', 'Your name?'], 'rose', []],
    ['a full stop', ['Your MRN?'], '55123.', ['MRN: 55123']],
    ['brackets', ['Your MRN?'], '(55123)', ['MRN: 55123']],
    ['brackets of its own', ['Your phone?'], '(414) 555-0182', ['phone: (414) 555-0182']],
    ['words in brackets', ['Your last name?'], 'Bell (born Hill)', ['last name: Bell (born Hill)']],
    ['a sentence that says what of', ['Your address?'], 'I live at 12 Oak St, Tulsa.', ['address: 12 Oak St, Tulsa']],
    ['its name', ['Your phone?'], 'My cell phone is 555-0182', ['phone: 555-0182']],
    ['doubt', ['Your school?'], 'Lakeview Elementary, I think', ['school: Lakeview Elementary']],
    ['a line that goes on', ['Your address?'], '12 Oak St\nTulsa OK', ['address: 12 Oak St\nTulsa OK']],
    ['a line of something else', ['Your address?'], '12 Oak St\nand my back hurts', ['address: 12 Oak St']],
    ['a question behind', ['Your address?'], '12 Oak St\nWhy do you ask?', ['address: 12 Oak St']],
    ['a list', ['Your address?'], '- 12 Oak St\n- 555-0182', ['address: 12 Oak St']],
    ['several with full stops', ['Last name and MRN?'], 'Bell.\n55123.', ['Last name: Bell', 'MRN: 55123']],
    ['nothing asked', ['Of course.'], '55123', []],
    ['several people', ["What are your kids' names?"], 'max, june and ray', ['name: max', 'name: june', 'name: ray']],
    ['people among relatives', ['Who do you live with?'], 'ma, angel and my sister', ['name: angel']],
    ['nobody', ['Who referred you?'], 'urgent care', []],
  ])('%s', (_what, asked, text, expected) => {
    expect(to(asked, text)).toEqual(expected);
  });

  test('ends between words', () => {
    const [answer] = answersTo(['MRN?'], `${'ab '.repeat(66)}abcdef gh`);
    expect(answer).toMatchObject({ start: 0, end: 197 });
    expect(answersTo(['MRN?'], 'a'.repeat(201))).toEqual([{ start: 0, end: 0, label: 'MRN' }]);
  });
});
