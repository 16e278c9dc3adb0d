import { detect } from '../../src/detect/detect';
import { projectRules } from '../support/project-rules';

/** Talks within one text, whose answers are bare values, by the rules of the project. Values in angle quotes are PHI. */

const CASES: readonly [string, string][] = [
  ['a call', "Agent: And your zip?\nCaller: «02139»\nAgent: And the MRN?\nCaller: It's «55123».\nAgent: Pain?\nCaller: 7"],
  ['questions and answers', 'Q: What is your last name?\nA: «may»\nQ: First name?\nA: «rose»\nQ: How many tablets?\nA: 20'],
  ['a bot', "Bot> What's your account number?\nUser> «55123»\nBot> Pain from 0 to 10?\nUser> 7"],
  [
    'an interview in Markdown',
    '**Interviewer:** Can you state your claim number?\n**Claimant:** sure, «77120»\n**Interviewer:** And your policy number?\n**Claimant:** uh, «66213»',
  ],
  ['several things at once', 'RN: last name, MRN and zip?\nPT: «may», «55123», «44107»'],
  ['a digression', 'Agent: MRN?\nCaller: hold on\nAgent: sure\nCaller: «55123»'],
  ['one line', 'Agent: Last four of your SSN? Caller: «6789» Agent: And your zip? Caller: «02139»'],
  ['a request', 'Intake bot: Please enter your last name.\nClient: «mark»\nIntake bot: Reason?\nClient: refill'],
  ['a log in JSON', '{"role":"bot","text":"What is your MRN?"}\n{"role":"user","text":"«55123»"}'],
  ['a log in CSV', 'speaker,text\nbot,What is your MRN?\nuser,«55123»\nbot,How many?\nuser,20'],
  ['stamps', 'Speaker 1 (00:12): What is your account number?\nSpeaker 2 (00:15): «55123»'],
  [
    'where to deliver',
    'Agent: House number?\nCaller: «88»\nAgent: Apartment number?\nCaller: «4c»\nAgent: And the door code for the delivery?\nCaller: «4471», the side door\nAgent: How many?\nCaller: 2',
  ],
  ['a quiz', 'Teacher: What is the capital of France?\nStudent: Paris\nTeacher: Which guideline?\nStudent: 2019'],
  ['codes', 'Q: What is the CPT code?\nA: 99213\nQ: What is the name of the drug?\nA: warfarin'],
  [
    'feelings',
    'Therapist: Do you have a name for this feeling?\nClient: Dread\nTherapist: What city was it like?\nClient: Crowded',
  ],
  ['a service', 'Team: what is the user of the database?\nOps: elastic'],
];

test.each(CASES)('%s', (_what, marked) => {
  const text = marked.replace(/[«»]/g, '');
  const [found = []] = detect([{ text }], projectRules()).segments;
  let written = '';
  let at = 0;
  for (const { start, end } of found) {
    written += `${text.slice(at, start)}«${text.slice(start, end)}»`;
    at = end;
  }
  expect(written + text.slice(at)).toBe(marked);
});
