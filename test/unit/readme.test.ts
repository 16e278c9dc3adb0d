import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillReadme } from '../../scripts/readme-tables';
import { ENTITIES } from '../../src/rules/types';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

describe('README', () => {
  test('its generated tables are current (npm run docs)', () => {
    expect(fillReadme(readme)).toBe(readme);
  });

  test.each(ENTITIES)('names the entity %s', (entity) => {
    expect(readme).toMatch(new RegExp(`\\b${entity}\\b`));
  });

  test('has no placeholder left', () => {
    expect(readme).not.toMatch(/^MEASURED$/m);
  });
});
