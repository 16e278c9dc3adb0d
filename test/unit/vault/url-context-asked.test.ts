import fc from 'fast-check';
import { URL_LOOKBACK, UrlContext } from '../../../src/vault/url-context';
import { processorTime } from '../../support/processor-time';
import { propertySeed } from '../../support/property-seed';

/** A context that is asked at thousands of tokens. */

test.each(['](//', '](//('])('links %j by the hundred are not read to their ends anew for every token', (link) => {
  const urls = new UrlContext();
  urls.append(`${link.repeat(Math.floor(URL_LOOKBACK / link.length))}" `);
  const started = processorTime();
  for (let token = 0; token < 400; token += 1) {
    urls.append('00482917 ');
    expect(urls.open()).toBeUndefined();
  }
  // It took over 5 s when they were.
  expect(processorTime() - started).toBeLessThan(1500);
});

test.each(['\\/', '&#', 'a:', '&colon;'])('a text of %j alone is not read anew for every token', (sign) => {
  const urls = new UrlContext();
  const text = sign.repeat(100);
  const started = processorTime();
  for (let token = 0; token < 4000; token += 1) {
    urls.append(text);
    urls.open();
  }
  // It took over 7 s when it was.
  expect(processorTime() - started).toBeLessThan(2500);
});

test('a text without any URL costs at each token what has come since the last one, not all of it', () => {
  const asked = (before: string): number => {
    const started = processorTime();
    for (let round = 0; round < 200; round += 1) {
      const urls = new UrlContext();
      urls.append(before);
      for (let token = 0; token < 100; token += 1) {
        urls.append('as ');
        urls.open();
      }
    }
    return processorTime() - started;
  };
  const words = 'no words of an address but these '.repeat(200);
  asked(words);
  // It took fourteen times as long.
  expect(asked(words)).toBeLessThan(8 * asked(''));
});

/** What opens, ends and spells URLs, also half of it, in words and long ones. */
const FRAGMENTS = [
  ...[
    '<',
    '>',
    '="',
    "='",
    '"',
    "'",
    '\\"',
    '](',
    ')',
    '(',
    ']: ',
    '\n',
    ' ',
    '|',
    '\\',
    '\\n',
    'url(',
    '@import "',
    '<img src=',
    ' srcset="',
    'imagesrc',
  ],
  ...[
    'src',
    'set=',
    ' = ',
    'https://a.test/?q=',
    'htt',
    'ps:',
    '//b.test/',
    '/',
    'www.',
    '&#',
    '47;',
    '&sol;',
    '&colon',
    ';',
    '&',
    '\\u00',
    '2f',
  ],
  ...['BP <120, x = 4 ', 'word '.repeat(30), 'word '.repeat(400), 'b'.repeat(90)],
];

test('a context that is asked all the time tells what one tells that is asked once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }), (fragments) => {
      const asked = new UrlContext();
      fragments.forEach((fragment, index) => {
        asked.append(fragment);
        const once = new UrlContext();
        once.append(fragments.slice(0, index + 1).join(''));
        expect(asked.open()).toBe(once.open());
      });
    }),
    { numRuns: 300, ...propertySeed() },
  );
});

test('backslashes in a URL cost no more than what stands for them', () => {
  const asked = (sign: string): number => {
    const started = processorTime();
    for (let round = 0; round < 40; round += 1) {
      const urls = new UrlContext();
      urls.append(`http://a${sign.repeat(URL_LOOKBACK - 100)}`);
      urls.open();
    }
    return processorTime() - started;
  };
  asked('a/');
  // It took over a second, two hundred times as long: each began the run anew.
  expect(asked('\\\\')).toBeLessThan(10 * asked('a/') + 200);
});
