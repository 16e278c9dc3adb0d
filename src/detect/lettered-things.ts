/** Things of which a letter by itself tells the kind, the number or the place ("vitamin K", "room C"), as a choice of a regular expression. */
export const LETTERED_THINGS =
  'vitamin|hepatitis|type|grade|group|stage|class|factor|protein|level|unit|plan|part|phases?|cluster|axis|section|table|figure|item|step|option|exhibit|appendix|lead|zone|schedule|building|wing|line|port|room|bed|influenza|strep|lot|form|code|no';
