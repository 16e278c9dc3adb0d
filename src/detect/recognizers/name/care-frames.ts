/**
 * Words of care that stand around a person's bare name only: what is done for somebody and with whom ("Discharge Sanchez tomorrow", "a note
 * for Jackson, who"), what those in care do and in which state they are ("Wilson is on oxygen"), what is theirs ("Gibson's labs").
 */

/** What must stand in front of a name, and behind it. */
export interface Frame {
  readonly before: RegExp;
  readonly behind: RegExp;
  /** Also of the most common words ("Hill", "Young"), whose capital is not that of a sentence here. */
  readonly ofWords?: true;
}

/** Where a sentence or clause begins. */
export const START = /(?:^|\n|[.!?;:] |, (?:and|but|so) |["\u201c(])$/;

const oneOf = (words: string): string =>
  `(?:${words
    .trim()
    .split(/\s*\n\s*/)
    .join('|')})`;

/** What those in care do. */
const DOES = oneOf(`
  slept|napped|ate|drank|voided|ambulated|vomited|showered|coded|desatted|eloped|cried|yelled|tripped|relapsed|no-showed
  woke up|fell (?:asleep|out|on|at|in|again|last|yesterday|this|twice)|passed out|threw up|broke down|showed up|came in|walked (?:out|in|to)
  refus(?:ed|es)|tolerated|denie[sd]|complain(?:ed|s) (?:of|about)|c/o|needs (?:an?|another|to|help|his|her|more|new)|wants|wanted
  (?:had|has|is having) an? (?:rough|bad|good|great|hard|tough|better|quiet|long|terrible|rocky|fall|seizure|fever|rash|panic|meltdown|UTI)
  (?:missed|cancelled|canceled|skipped|rescheduled) (?:his|her|their|my|our|the|two|three|four|again|today|yesterday|last|another|all)
  (?:has|had|hasn't|has not) (?:been (?:\\w{3,12}ing|off|on|sober|clean|in|up|more|so|very|really)|not|slept|eaten|voided|had|taken|shown)
  (?:stopped|started|keeps|kept|quit) (?:taking|eating|drinking|using|crying|sleeping|talking|seeing|calling|pulling|asking|his|her|smoking)
  (?:lost|forgot|finished|took|takes|skips|hates|loves) (?:his|her|their)|(?:told|called|asked|texted|phoned|emailed|hugged|hit|pushed) (?:me|us|him|her|his)
  won't (?:eat|take|talk|sleep|get|let|go|stop|come|open)|can't (?:sleep|eat|walk|make|come|get|stop|swallow|breathe)|doesn't (?:want|like|feel|sleep|eat|have|understand|remember)
`);

/** In which state somebody is. */
const STATE = oneOf(`
  NPO|asleep|awake|tearful|upset|angry|anxious|agitated|glad|afraid|scared|worried|frustrated|combative|confused|afebrile|suicidal|depressed|manic|overwhelmed
  crying|sleeping|eating|refusing|asking|complaining|requesting|drinking again|using again|struggling|vomiting|bleeding|hurting|spiraling|grieving
  (?:on|off) (?:oxygen|O2|\\d{1,2} ?L|room air|RA|BiPAP|CPAP|the vent|a vent|tele|isolation|bed ?rest|precautions|the (?:list|schedule))
  in (?:bed|room|rm|bay) ?\\w{1,4}|in pain|in for|here for|here (?:now|today|again)|late again
  doing (?:well|better|ok|okay|fine|worse|great|poorly|much)|feeling (?:better|worse|sad|down|anxious|ok|okay|well|guilty|sick)
  ready (?:for|to)|due for|going home|coming (?:in|back)|back (?:from|in)|out of (?:surgery|bed|the OR)|having (?:pain|chest|trouble|surgery|a)
  a (?:fall risk|no-show|DNR|full code|hard stick|two.person|\\d{2}|high risk)|\\d{2} (?:and|years)|diabetic|pregnant|allergic
`);

/** What is done with somebody. */
const DO_TO = oneOf(`
  discharg(?:e|ed|ing)|admit(?:ted|ting)?|transfer(?:red|ring)?|extubat(?:e|ed|ing)|intubat(?:e|ed|ing)|medicat(?:e|ed)|bath(?:e|ed)|sedat(?:e|ed)
  sen[dt]|walk(?:ed)?|wean(?:ed)?|see|seeing|saw|assess(?:ed)?|evaluat(?:e|ed)|examin(?:e|ed)|consent(?:ed)?|counsel(?:ed)?|refer(?:red)?|triag(?:e|ed)
  schedul(?:e|ed|ing)|reschedul(?:e|ed|ing)|book(?:ed)?|bill(?:ed)?|mov(?:e|ed|ing)|bring|brought|pick up|picked up|drop off|dropped off|put|get
  call(?:ed|ing)?(?: back)?|pag(?:e|ed|ing)|text(?:ed|ing)?|email(?:ed|ing)?|remind(?:ed|ing)?|notif(?:y|ied)|inform(?:ed)?|updat(?:e|ed)|tell|told|telling|ask(?:ed|ing)?
  help(?:ed|ing)?|support(?:ed|ing)?|teach|taught|convinc(?:e|ed)|motivat(?:e|ed)|confront(?:ed)?|reassur(?:e|ed)|thank(?:ed)?
  (?:check(?:ed|ing)?|look(?:ed|ing)?|sit|sat|meet|met|work(?:ed|ing)?|talk(?:ed|ing)?|sp(?:eak|oke)|speaking|follow(?:ed)? up|round(?:ed|ing)?|stay(?:ed)?) (?:in )?(?:on|with|to|after|w/)
  discussed with|d/w|explain(?:ed)? to|appointment (?:for|with)|session with|visit with|intake (?:for|with)|meeting with|report (?:on|from)|handoff on
`);
/** What follows somebody with whom something is done. */
const THEN = oneOf(`
  tomorrow|today|tonight|yesterday|now|again|asap|stat|first|later|soon|instead|home|back|over|up|out|about|re|regarding|because|since
  at (?:\\d|noon|bedside)|on (?:\\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|the phone|POD|day|his|her|room air)|by (?:\\d|phone|noon|Fri|Mon)|this (?:am|morning|afternoon|evening|week)|last (?:night|week)|next (?:week|Mon|Tue|Wed|Thu|Fri)
  if|when|once|before|after (?:lunch|dinner|rounds|surgery|his|her|the)|until|while|that|why|how|whether|who|not to|no
  to (?:come|schedule|confirm|call|let|see|cope|stop|take|bring|fill|sign|rehab|hospice|the|ICU|CT|MRI|[Xx]-ray|radiology|SNF|PT|step|his|her|find|feel|eat|drink|use|get|go|stay)
  from (?:the|ICU|PACU|ED|ER)|for (?:an?|his|her|the|\\d|labs|surgery|CT|MRI|dialysis|PT)|in (?:\\d|the|room|bed|an|clinic|triage)|with (?:his|her|the|this|an?|meals|PT)|and (?:he|she|his|her|they|let)
  we|I|he|she|they|you|his|her|\\d{1,3} ?(?:mg|mcg|ml|units|L)
`);

/** Things that are somebody's and not named after anybody. */
const OWN = oneOf(`
  wife|husband|partner|spouse|mom|mum|mother|dad|father|parents?|son|daughter|kids?|children|brother|sister|family|girlfriend|boyfriend|grandma|aunt|uncle|roommate|caregiver
  labs?|meds|chart|vitals|room|bed|IV|PICC|dressing|appointment|appt|visit|session|intake|referral|refills?|prescription|scripts?|insurance|copay|bill|claim|discharge|transfer|admission|surgery|procedure|scan|CT|MRI|[Xx]-ray|EKG|echo|biopsy|results?|A1c|BP|potassium|INR|glucose|sats?|pain|wound|drain|urine|diet|code status
  anxiety|depression|mood|progress|goals|treatment|care|safety plan|case|symptoms|behaviou?r|homework|trauma|grief|relapse|teacher|school|IEP|doctor|nurse|PCP|therapist|psychiatrist|lawyer|employer|boss
  (?:first|last|next|new|latest|recent|old|morning|evening|blood|urine) \\w{2,12}
`);

/** What is written for or about somebody. */
const PAPER = oneOf(`
  (?:note|notes|letter|summary|email|e-mail|message|text|reply|response|report|plan|reminder|excuse|certificate|referral|script|card|voicemail|update|handoff|appeal|paragraph|assessment|feedback) (?:for|to|about|on|re)
`);

const room = '(?:rm|room|bed|bay)';

/** For names that many have. */
export const CARE_FRAMES: readonly Frame[] = [
  // "Johnson slept well", "Wilson is on oxygen", "Baker in bed 4 needs"
  { before: START, behind: new RegExp(`^ ${DOES}(?![\\w-])`) },
  {
    before: START,
    behind: new RegExp(
      `^(?: (?:is|was|remains|looks|seems|feels)|'s) (?:still |now |very |a bit |so |not |back |much |really |pretty |too |getting )?${STATE}(?![\\w-])`,
    ),
  },
  { before: START, behind: new RegExp(`^,? in ${room} ?\\d`, 'i') },
  // "Rm 12 Johnson NPO for OR", "Patient in 214, Reed, wants"
  {
    before: new RegExp(`(?:^|[\\n.;,] ?|\\b)${room} ?#?\\d{1,4}[A-D]?[:,]? (?:is )?$`, 'i'),
    behind: /^(?:[,.;]|$| (?:NPO|is|was|has|needs|wants|s\/p|POD|on|c\/o|\d{2} ?[MF])(?![\w-]))/,
    ofWords: true,
  },
  {
    before: /\b(?:pt|patient|client|resident|guy|lady|man|woman|kid|one) in (?:\w{2,6} )?\d{1,4}[A-D]?, $/i,
    behind: /^,/,
    ofWords: true,
  },
  // "pressors off, Wells extubated"
  {
    before: /(?:^|\n|[.;,] )$/,
    behind: /^ (?:extubated|intubated|discharged|admitted|transferred|weaned|sedated|consented|medicated|re-?admitted)(?![\w-])/,
  },
  // "Discharge Sanchez tomorrow", "How do I tell Price that"
  {
    before: new RegExp(`(?:^|[^\\w-])${DO_TO} $`, 'i'),
    behind: new RegExp(`^(?:[.!?]?$|[.!?] |\\n|,? ${THEN}(?![\\w-]))`),
    ofWords: true,
  },
  { before: /\b(?:gave|giv(?:e|en|ing)) $/i, behind: /^ (?:\d|his|her|an?|some|the|another|one|two|PRN|more)(?![\w-])/ },
  // "a note for Jackson, who"
  {
    before: new RegExp(`\\b${PAPER} $`, 'i'),
    behind: new RegExp(
      `^(?:[.!?]?$|[.!?:] |\\n|, | ${THEN}(?![\\w-])| (?:explaining|saying|asking|confirming|reminding|documenting)\\b)`,
    ),
    ofWords: true,
  },
  // "Gibson's labs"
  { before: /(?:^|[\s("])$/, behind: new RegExp(`^(?:'s|\u2019s?|s') ${OWN}(?![\\w-])`) },
];
