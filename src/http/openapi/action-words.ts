import type { ReplyAction, RequestAction } from '../../dialects/field-table';

/** What the actions of the field tables mean, for the page. */
export const ACTION_WORDS: Readonly<Record<RequestAction | ReplyAction, string>> = {
  text: 'PHI becomes tokens.',
  json: 'The same inside a JSON string.',
  tree: 'Every string and number below, the same.',
  schema: 'A JSON Schema: texts and values are de-identified, constraints that a token cannot meet are dropped.',
  check: 'Cannot hold a token, so PHI refuses the request.',
  alias: 'PHI becomes a token without brackets.',
  name: 'The same; the name is put back where the reply calls the tool.',
  hash: 'Becomes a keyed hash.',
  'call-id': 'Sent as it is, unless it may tell of somebody; then as another one.',
  pass: 'Passed, if it has this form.',
  'force-false': 'Sent as false whatever it says.',
  refuse: 'Refuses the request.',
  restore: 'Tokens become values.',
  'restore-content': 'Tokens become values, escaped for JSON where JSON was asked for.',
  'restore-json': 'Tokens become values, escaped for the JSON string that they stand in.',
  'restore-name': 'As the client calls the tool.',
  keep: 'As upstream sent it.',
  logprobs: 'Null where the choice restored something.',
  shift: 'Recomputed for the restored text.',
};
