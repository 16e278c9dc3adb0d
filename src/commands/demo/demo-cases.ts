/** One round trip of the demo. All people, places and numbers are invented. */
export interface DemoCase {
  readonly title: string;
  readonly text: string;
  /** What must not reach the model, as it stands in the text. */
  readonly values: readonly string[];
  /** What the model needs to see as it is. */
  readonly kept: readonly string[];
}

const SENTENCE = 'Patient John Doe has complained about recurring headaches for the past two weeks.';

const NOTE = `Cedar Hollow Medical Center - Progress note
Patient: Margaret Ellison   DOB: 03/14/1931   Age: 93
MRN: 00482917   SSN: 000-12-3456
Address: 412 Maple Street, Ashford, CT 06278
Phone: (860) 555-0142   Fax: (860) 555-0143
Email: m.ellison@example.org
Medicare ID: 1EG4-TE5-MK73   Account: 77120934
Ms. Ellison was seen on 11/02/2024 by Dr. Priya Raman with her
daughter Susan Ellison. She has Parkinson's disease, BP 138/82,
takes metoprolol 25 mg twice daily and feels dizzy for 3 days.
Pacemaker serial number PM-448213-X. Driver's license D4471920.
Portal https://portal.example.org/patients/48291 from 192.0.2.44.
Follow up on December 9 at the Ashford Family Clinic.`;

export const DEMO_CASES: readonly DemoCase[] = [
  { title: 'A sentence', text: SENTENCE, values: ['John Doe', 'John', 'Doe'], kept: ['recurring headaches', 'two weeks'] },
  {
    title: 'A clinical note',
    text: NOTE,
    values: [
      'Cedar Hollow Medical Center',
      'Margaret Ellison',
      'Margaret',
      'Ellison',
      '03/14/1931',
      '93',
      '00482917',
      '000-12-3456',
      '412 Maple Street',
      'Ashford',
      '06278',
      '(860) 555-0142',
      '(860) 555-0143',
      'm.ellison@example.org',
      '1EG4-TE5-MK73',
      '77120934',
      '11/02/2024',
      'Priya Raman',
      'Priya',
      'Raman',
      'Susan Ellison',
      'Susan',
      'PM-448213-X',
      'D4471920',
      'https://portal.example.org/patients/48291',
      '192.0.2.44',
      'December 9',
    ],
    kept: ["Parkinson's disease", 'BP 138/82', 'metoprolol 25 mg', 'for 3 days'],
  },
];
