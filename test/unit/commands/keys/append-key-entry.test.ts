import fs, {
  chmodSync,
  chownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey, hashKey } from '../../../../src/access/key';
import { readKeyFile } from '../../../../src/access/key-file';
import { appendKeyEntry } from '../../../../src/commands/keys/append-key-entry';
import { needs } from '../../../support/needs';

let folder: string;
let file: string;
const entry = (label: string) => ({ hash: hashKey(generateKey()), label });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phi-proxy-keys-'));
  file = join(folder, 'keys.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('makes a file that only its owner can read, and that the proxy reads', () => {
  const first = entry('billing');
  appendKeyEntry(file, first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readKeyFile(file)).toMatchObject([first]);
});

test('adds to a file and keeps its comments and entries', () => {
  const [first, second] = [entry('billing'), entry('triage')];
  appendKeyEntry(file, first);
  writeFileSync(file, `# rotated every spring\n${readFileSync(file, 'utf8')}`);
  appendKeyEntry(file, second);
  expect(readFileSync(file, 'utf8')).toMatch(/^# rotated every spring\n/);
  expect(readKeyFile(file)).toMatchObject([first, second]);
  expect(readdirSync(folder)).toEqual(['keys.yaml']);
});

test.each(['keys: []\n', '{"keys": []}'])('adds to %j', (content) => {
  writeFileSync(file, content);
  appendKeyEntry(file, entry('billing'));
  expect(readKeyFile(file)).toHaveLength(1);
});

test.each(['', '\n', '# rotated every spring', '# rotated every spring\nkeys:\n', '\uFEFF'])(
  'begins %j, a file without an entry yet',
  (content) => {
    writeFileSync(file, content, { mode: 0o640 });
    const first = entry('billing');
    appendKeyEntry(file, first);
    expect(readKeyFile(file)).toMatchObject([first]);
    expect(readFileSync(file, 'utf8')).toContain(content.trim());
    expect(statSync(file).mode & 0o777).toBe(0o640);
  },
);

test.each(['kees:\n', 'plans: {night: {}}\n', 'keys: 5\n', '- a\n'])('leaves %j alone: it is no key file', (content) => {
  writeFileSync(file, content);
  expect(() => appendKeyEntry(file, entry('billing'))).toThrow('keys.yaml:1');
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test('JSON stays JSON', () => {
  writeFileSync(file, '{"keys": [], "plans": {"night": {}}}');
  const first = entry('billing');
  appendKeyEntry(file, first);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ keys: [first], plans: { night: {} } });
});

test('a link stays one, and the file behind it keeps its rights', () => {
  writeFileSync(file, 'keys: []\n');
  chmodSync(file, 0o640);
  const link = join(folder, 'link.yaml');
  symlinkSync('keys.yaml', link);
  appendKeyEntry(link, entry('billing'));
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readKeyFile(file)).toHaveLength(1);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

const asRoot = needs(process.getuid?.() === 0, 'a key file keeps its owner', 'rights to give files away') ? test : test.skip;

asRoot('the file keeps its owner', () => {
  writeFileSync(file, 'keys: []\n');
  chownSync(file, 1234, 1235);
  appendKeyEntry(file, entry('billing'));
  expect(statSync(file)).toMatchObject({ uid: 1234, gid: 1235 });
});

test('where it cannot put the new file in place it leaves the old one, and nothing beside it', () => {
  writeFileSync(file, 'keys: []\n');
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC', path: `${file}.new` });
  const rename = jest.spyOn(fs, 'renameSync').mockImplementation(() => {
    throw full;
  });
  expect(() => appendKeyEntry(file, entry('billing'))).toThrow(expect.objectContaining({ code: 'ENOSPC', path: file }));
  rename.mockRestore();
  expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['keys.yaml'], 'keys: []\n']);
});

test('where it cannot write it names the file that was asked for', () => {
  const path = join(folder, 'none', 'keys.yaml');
  expect(() => appendKeyEntry(path, entry('billing'))).toThrow(expect.objectContaining({ code: 'ENOENT', path }));
});

test.each([
  ['a label that exists', 'billing', /keys\.yaml: already has a key labelled billing\. Choose another/],
  ['a broken file', undefined, /keys\.yaml:\d+ not valid YAML/],
])('refuses %s and changes nothing', (_, label, message) => {
  if (label) appendKeyEntry(file, entry(label));
  else writeFileSync(file, 'keys: [\n');
  const before = readFileSync(file, 'utf8');
  expect(() => appendKeyEntry(file, entry('billing'))).toThrow(message);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
