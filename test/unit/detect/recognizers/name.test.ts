import { recognizeName } from '../../../../src/detect/recognizers/name';
import { recognizeWith } from '../../../support/recognize';

const names = (text: string): string[] => recognizeWith(recognizeName, 'person-name', text);

describe('recognizeName finds', () => {
  test.each<[text: string, found: string[], reason: string]>([
    ['Seen by Dr. Foley today', ['Foley'], 'title'],
    ['next ride to dr fontenot is Tuesday', ['fontenot'], 'title and name written small'],
    ['ms. Fee called back', ['Fee'], 'a title makes an ordinary word a name'],
    ['Handed to Dr. B at noon', ['B'], 'title before an initial'],
    ['msg from ms.garcia, per dr.bell ok', ['garcia', 'bell'], 'no blank behind the title'],
    ['rm 4 ms woods wants water', ['woods'], 'the number of a room in front of a title'],
    ['RN.Ortega signed off', ['Ortega'], 'a credential as title, without blank'],
    ['Coach Reuben taped the ankle', ['Reuben'], 'a title that is also a role'],
    ['Patient: Bell, Harold T.', ['Bell, Harold T.'], 'label, last name first, initial with its dot'],
    ['Attending ........ Grace Adeyemi', ['Grace Adeyemi'], 'label with a dotted leader'],
    ['LastName:Rose FirstName:Amber City:Mobile', ['Rose', 'Amber'], 'no name of the next field'],
    ['{"patient_name": "Ana Ruiz"}', ['Ana Ruiz'], 'JSON key as label'],
    ['Subject    Winks, Marcellus', ['Winks, Marcellus'], 'family name that is a word, given name that is none'],
    ['called to K. Patel, RN', ['K. Patel'], 'credential'],
    ['signed Will Day, MD', ['Will Day'], 'two ordinary words before a credential'],
    ['per s. whitlock rn', ['s. whitlock'], 'credential and name written small'],
    ['His daughter, Hope, agrees', ['Hope'], 'kin before an ordinary word'],
    ['his brother fintan drove', ['fintan'], 'kin before a word that no list knows'],
    ['MY SISTER PEGGY SHE IS SICK', ['PEGGY'], 'kin in a line of capitals'],
    ['sister-in-law Gülsüm came', ['Gülsüm'], 'kin of several words'],
    ['Mele (sister) at bedside', ['Mele'], 'kin behind'],
    ['spoke with Dwight, my brother', ['Dwight'], 'kin behind a comma'],
    ['OKONKWO, CHIDI  4W', ['OKONKWO, CHIDI'], 'last name first in capitals'],
    ['okafor, lena 34 f', ['okafor, lena'], 'last name first written small'],
    ['PID|1||DUBOIS^CELESTE^A||', ['DUBOIS^CELESTE^A'], 'HL7 components'],
    ['Dear Shirin,\nthank you', ['Shirin'], 'greeting'],
    ['Thanks,\nPhilippa', ['Philippa'], 'closing on the next line'],
    ['see you Monday. -Travante', ['Travante'], 'signed behind a dash'],
    ['[22:14] Sunny: lab called', ['Sunny'], 'speaker behind a time stamp'],
    ['Marisol: yes\nMarisol: no', ['Marisol', 'Marisol'], 'speaker of a transcript'],
    ['hi this is dana from the lab', ['dana'], 'introduced, written small'],
    ['She goes by Slim at school', ['Slim'], 'nickname behind its cue'],
    ['zhu 63 m whipple pod4', ['zhu'], 'age and sex behind a name written small'],
    ['We met Mateo Ruiz-Nakagawa outside', ['Mateo Ruiz-Nakagawa'], 'lists, hyphenated'],
    ['Noted by Maria de la Cruz overnight', ['Maria de la Cruz'], 'particles'],
    ['Thaddeus "Teddy" Marchetti was admitted', ['Thaddeus "Teddy" Marchetti'], 'nickname in quotes'],
    ['Eun-ji covers backup', ['Eun-ji'], 'Korean given name with a small second half'],
    ["We saw O'Neil and McKay", ["O'Neil", 'McKay'], 'apostrophe and inner capital'],
    ['Núñez denies pain', ['Núñez'], 'accents'],
    ['the Hendersons brought soup', ['Hendersons'], 'family in the plural'],
    ['T.W. monopolized the group', ['T.W.'], 'initials as a name'],
    ['client M. said so', ['M.'], 'one initial behind a cue'],
    ['miz Peaches P E A C H E S here', ['P E A C H E S'], 'a name spelled out'],
    ['because the shaman met Txawj Xeeb outside', ['Txawj Xeeb'], 'two unknown words that compromise takes for a proper noun'],
    ['INITIALS: TO = T. OKAFOR RN', ['TO', 'T. OKAFOR'], 'legend of initials'],
    ['Seen and agreed.\nOF:rlm\ncc: file', ['OF:rlm'], 'author and typist under a letter'],
    ['dictated, not read    amh/gg', ['amh/gg'], 'author and typist in small letters'],
    ['Typed by: jl   Approved: SH', ['jl', 'SH'], 'initials behind what they did'],
    ['katieee why didnt u say, BRANDONNN wake up', ['katieee', 'BRANDONNN'], 'lengthened'],
    ['tw = theodora wren np', ['tw = theodora wren'], 'legend in small letters'],
    ['lives with Dontrell ("Tank") now', ['Dontrell', 'Tank'], 'nickname in brackets'],
    ['lopatin 61 etoh, ciwa 14', ['lopatin'], 'name and age at the start of a line'],
    ['discussed with dr nash today', ['nash'], 'a name that is an eponym too, behind dr'],
    ['his son tou drives', ['tou'], 'a short first name behind kin'],
    ['Seen by Kowalczyk, PT; Omeri, RN-BC', ['Kowalczyk', 'Omeri'], 'credentials, one of them in two parts'],
    ['"name": "McCall"', ['McCall'], 'a capital inside a name'],
    ['patient: LI^MA', ['LI^MA'], 'a given name that is the code of a number elsewhere'],
    ['seen by OMERI, NP', ['OMERI'], 'capitals before a credential that is a word elsewhere'],
    ['1. kenji - letter for work', ['kenji'], 'item of a list'],
    ['upload robert_chen_mri.dcm to /scans/hernandez_carlos', ['robert_chen', 'hernandez_carlos'], 'names of files'],
    ["Aïssatou, Chidi and Hye-jin's aunt", ['Aïssatou', 'Chidi', 'Hye-jin'], 'several cultures in a list'],
  ])('%s', (text, found) => {
    expect(names(text)).toEqual(found);
  });
});

describe('recognizeName leaves', () => {
  test.each<[text: string, reason: string]>([
    ['his brother xob drove', 'three letters behind kin that no list knows'],
    ['his brother waits outside, his sister again', 'words behind kin that lists know'],
    ['his brother bvdfgk drove', 'a word behind kin without a vowel'],
    ['his brother  fintan drove', 'more than a blank between kin and a small word'],
    ['his brother fintän drove', 'a small word behind kin with an accent'],
    ['his brother lisinopril', 'a drug behind kin'],
    ['nooooo pleaseeee help, it hurtssss sooooo bad, yessss finally', 'lengthened words'],
    ['A Foley catheter was placed', 'device named after a person'],
    ['kaplan_meier, gram_schmidt and mann_whitney in linear_model', 'eponyms and words in programs'],
    ['PR 118 ms. Blocked PACs follow', 'milliseconds'],
    ['p50=92ms p95=811ms', 'milliseconds glued to a number'],
    ['mRS pre 1', 'a scale'],
    ['name: ADT_TO_REGISTRY, - {name: X-Tenant, in: header}', 'names of things in programs'],
    ['PID|1||x|414^ORN^CP|251^PRN^PH', 'what a telephone is for, and its kind'],
    ['98.46.210.13,100,491,True,R_3nX,False,B_2', 'truth in a column'],
    ['OBX|1|11778-8^Pass^LN|881^^^FLMCD^MA', 'components behind which a code system or a kind of number stands'],
    ['NSAID, SNRI, PT x 6 weeks; LTR-PT-0017; [AC-HJKMNP-RT-Y]', 'credentials that are therapies or parts of codes'],
    ['LPC in Georgia, LMHC in Florida, LCPC in Maryland', 'places in which credentials are held'],
    ['seen by the RN. Belongings to family', 'a credential ends a sentence'],
    ['received by mx.payhub.example', 'a host'],
    ["Bell's palsy, Crohn's and Parkinson disease", 'diseases named after people'],
    ['Lambert-Eaton and Guillain-Barré were excluded', 'compound eponyms'],
    ['Kocher, Metzenbaum, Weitlaner, Richardson retractors', 'a list of instruments'],
    ['Apgar 9, Glasgow 15, Gleason 3+4, Fazekas 2', 'scales with their values'],
    ['takes Allegra, Lexapro and Yasmin 3 mg', 'drugs that are names too'],
    ['May need an MRI; will hope for the best', 'ordinary words at the start of a sentence and small'],
    ['Mother Reports fever. Patient Denies pain.', 'headings and verbs'],
    ['Doctor: Hm.\nPatient: Um, no.\nDoctor: Okay.\nPatient: Yes.', 'speech behind a role'],
    ['E. coli grew; C. diff negative; vitamin D. Start', 'species and a vitamin'],
    ['PaO2 58, 25G needle, F180NR', 'letters glued to digits'],
    ['Patient: XXXXXXX', 'a placeholder'],
    ['The patient was seen by the nurse today', 'roles without a name'],
    ["Good morning, ma'am.", 'form of address'],
    ['MR brain with contrast; SMR, SAM splint', 'abbreviations'],
    ['She lives near Lake Louise and St. Jude', 'names inside places'],
  ])('%s', (text) => {
    expect(names(text)).toEqual([]);
  });
});

describe('two of a list of things with capitals', () => {
  test.each<[string, string[]]>([
    ['Lean terms: Kaizen, Gemba, Kanban, Muda.', []],
    ['Tests: Newcastle-Ottawa, Cochrane RoB 2, ROBINS-I, Jadad', []],
    ['Sort: Jencycla, Lyza, Nora, Deblitane', []],
    ['ASGHARZADEH, Behrouz | 4W', ['ASGHARZADEH, Behrouz']],
    ['Faleolo, Sinaitakala | POD#2', ['Faleolo, Sinaitakala']],
    ['Present: Okonkwo, Chidi', ['Okonkwo, Chidi']],
  ])('%s are no last name and first name', (text, expected) => {
    expect(names(text).filter((name) => name.includes(','))).toEqual(expected);
  });
});

test.each<[string, string[]]>([
  ['Test Name | NDC | Par', []],
  ['Drug name: Yasmin', []],
  ['Name: Yasmin', ['Yasmin']],
  ['Client name: Yasmin', ['Yasmin']],
])('a label says what kind of thing is called so: %s', (text, expected) => {
  expect(names(text)).toEqual(expected);
});
