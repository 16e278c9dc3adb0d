import { hostOf, isInHost } from '../../../src/vault/url-host';

test.each<[string, string | undefined, string]>([
  ['https://a.test/x', 'a.test', 'plain'],
  ['https://A.Test./x', 'a.test', 'case and final dot'],
  ['https://a.test:8443/x', 'a.test', 'port'],
  ['https://good.test@evil.test/', undefined, 'a host that is really a user name'],
  ['https://good.test:p w@evil.test/', undefined, 'a user with a blank'],
  ['https://good.test:\t@evil.test/', undefined, 'a user with a tab'],
  ['https://good.test&sol;@evil.test/', undefined, 'a slash by its name, which is none to all'],
  ['https://good.test:&commat;evil.test/', undefined, 'a user with an encoded sign'],
  ['https://good.test\\@evil.test/', undefined, 'a backslash, which Markdown leaves out'],
  ['https:\\\\a.test\\x', undefined, 'backslashes'],
  ['javascript://good.test/%0afetch', undefined, 'no scheme of the web'],
  ['https://good.test/a 1x, https://evil.test/?', undefined, 'the first of two in a list'],
  ['//good.test/https://evil.test/?', undefined, 'no scheme, and another URL behind it'],
  ['https://good.test/a&#32;1x,&#32;https://evil.test/?', undefined, 'and with encoded blanks'],
  ['//a.test?q', 'a.test', 'no scheme'],
  ['www.a.test/', 'www.a.test', 'www'],
  ['https://a.test', undefined, 'not complete yet: more letters may follow'],
  ['www.a.test:8443/', 'www.a.test', 'www with a port'],
  ['https://', undefined, 'nothing yet'],
])('host of %s is %s (%s)', (url, expected) => {
  expect(hostOf(url)).toBe(expected);
});

test.each<[string, boolean]>([
  ['https://', true],
  ['https://a.te', true],
  ['//a.te', true],
  ['www.a', true],
  ['https://a.test/', false],
  ['https://a.test/x', false],
  ['https://a.test?q=', false],
  ['https://a.test/see https://b.te', false],
])('whether %s ends within its host: %s', (url, expected) => {
  expect(isInHost(url)).toBe(expected);
});
