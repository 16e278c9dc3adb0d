import { ENTITIES } from '../../../src/rules/types';
import { LABELS } from '../../../src/vault/token-grammar';

test('tokens can carry every entity, and nothing else: the vault may not import the rules, so the list stands twice', () => {
  expect([...LABELS].sort()).toEqual([...ENTITIES].sort());
});
