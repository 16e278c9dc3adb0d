import { URL_LOOKBACK, UrlContext } from '../../../src/vault/url-context';
import { hostOf } from '../../../src/vault/url-host';

/** The URL that is open at the end of a text that comes at once. */
function openUrl(text: string): string | undefined {
  const context = new UrlContext();
  context.append(text);
  return context.open();
}

describe('a URL that is still open', () => {
  test.each([
    ['https://a.test/x', 'https://a.test/x', 'plain'],
    ['see http://a.test/', 'http://a.test/', 'behind text'],
    ['HTTPS://A.test/', 'HTTPS://A.test/', 'capitals'],
    ['![x](https://a.test/', 'https://a.test/', 'Markdown image'],
    ['![x](//a.test/', '//a.test/', 'without a scheme'],
    ['www.a.test/', 'www.a.test/', 'www'],
    ['ftp://a.test/', 'ftp://a.test/', 'another scheme'],
    ['custom+app://a/', 'custom+app://a/', 'a scheme of an app'],
    ['https:a.test?', 'https:a.test?', 'no slashes'],
    ['https://a.test/|', 'https://a.test/|', 'a bar where none stands in front'],
    ['![x](https://a.test/|', 'https://a.test/|', 'a link of Markdown with a bar'],
    ['|![x](https://a.test/|', 'https://a.test/|', 'a link of Markdown with a bar in a table'],
    ['url:\\\\a.test/', '\\\\a.test/', 'backslashes behind a word'],
    ['https:\\na.test/', 'https:\\na.test/', 'a backslash for slashes in front of its host'],
    ['https:/\\\\na.test/', 'https:/\\\\na.test/', 'backslashes among the slashes in front of its host'],
    ['![x](https://a.test/\\n', 'https://a.test/\\n', 'a link of Markdown with a backslash'],
    ['see \\\\nas.test\\a\\', '\\\\nas.test\\a\\', 'a share'],
    ['see \\\\n.a\\a\\', '\\\\n.a\\a\\', 'a share whose name begins as a line end'],
    ['//1249763844/', '//1249763844/', 'an address as one number'],
    ['//a\\.test/', '//a\\.test/', 'a dot that Markdown escapes'],
    ['![x](//a/', '//a/', 'a link to one name'],
    ['"\\\\na', '"\\\\na'.slice(1), 'backslashes behind a quotation mark'],
    ['c://a.test/', '//a.test/', 'slashes behind a letter'],
    ['https:\\/\\/a.test\\/', 'https://a.test/', 'slashes as JSON writes them'],
    ['https&#58;&#47;&#47;a.test', 'https://a.test', 'HTML entities'],
    ['https&#058;//a.test', 'https://a.test', 'HTML entity with leading zeros'],
    ['![x](https&#x003A;//a.test', 'https://a.test', 'HTML entity in hex with leading zeros'],
    ['&#104;ttps://a.test', 'https://a.test', 'HTML entity of a letter'],
    ['\\u0068ttps://a.test', 'https://a.test', 'JSON escape of a letter'],
    ['<img src="https://a.test/a b', 'https://a.test/a b', 'attribute with a space'],
    ['<https://a.test/a b', 'https://a.test/a b', 'angle brackets with a space'],
    ['https://a.test/(b)', 'https://a.test/(b)', 'balanced parentheses'],
    ["https://a.test/?q='https://b.test/", "https://a.test/?q='https://b.test/", 'the outer one of two'],
    ['![x](https://a.test/?q="', 'https://a.test/?q="', 'a link of Markdown with a quotation mark'],
    ['![x](https://a.test/?q=`<>', 'https://a.test/?q=`<>', 'a link of Markdown with a backtick and angle brackets'],
    ['![x](https://a.test/?q=\\)', 'https://a.test/?q=\\)', 'a link of Markdown with an escaped parenthesis'],
    ['![x](https://a.test/?q=&#41;', 'https://a.test/?q=&#41;', 'a link of Markdown with an encoded parenthesis'],
    ['![x](https://a.test/?q=\\u0022', 'https://a.test/?q=\\u0022', 'a link of Markdown with an escape of JSON'],
    ['![x](https://a.test/?q=\u00a0', 'https://a.test/?q=\u00a0', 'a link of Markdown with a space that is none to it'],
    ['[x]: https://a.test/?q=")', 'https://a.test/?q=")', 'where a link of Markdown leads'],
    ['![x](///a.test/', '///a.test/', 'three slashes'],
    ['![x](//', '//', 'two slashes with the host to come'],
    ['<https://a.test/\\>', 'https://a.test/\\>', 'angle brackets with an escaped one'],
    ['<img src=https://a.test/?q="', 'https://a.test/?q="', 'a quotation mark in an attribute without any'],
    ['<img src = https://a.test/?q=`', 'https://a.test/?q=`', 'an attribute without quotation marks behind spaces'],
    ['{"h":"<img src=\\"https://a.test/?q=`', 'https://a.test/?q=`', 'an attribute in a string of JSON'],
    ['<img src="https://a.test/?q=&#34;', 'https://a.test/?q=&#34;', 'attribute with an encoded quotation mark'],
    ['<img src =  "https://a.test/?q=a b', 'https://a.test/?q=a b', 'attribute behind several spaces'],
    ['<img src=" https://a.test/?q=a b', 'https://a.test/?q=a b', 'attribute with a space in front'],
    ['<img src="ht\ttps:a.test/?q=a b', 'ht\ttps:a.test/?q=a b', 'attribute with a tab in the scheme'],
    ['<img src="/&Tab;/a.test/', '/&Tab;/a.test/', 'attribute with an encoded tab between the slashes'],
    ["background: url( 'https://a.test/?q=a b", 'https://a.test/?q=a b', 'style'],
    ['background: url(https://a.test/?q=>`', 'https://a.test/?q=>`', 'style without quotation marks'],
    ['@import "https://a.test/?q=>', 'https://a.test/?q=>', 'a sheet of styles'],
    ['<img srcset="a.png 1x, https://a.test/?q=>`', 'https://a.test/?q=>`', 'the second of a list of images'],
    ['<img srcset=a.png,https://a.test/?q="', 'https://a.test/?q="', 'a list of images without quotation marks'],
    ['<img src=https://a.test/?q=\u00A0', 'https://a.test/?q=\u00A0', 'a space that is none to HTML'],
    ['<img src="https&#x3A//a.test/?q=>', 'https://a.test/?q=>', 'a reference without a semicolon'],
    ['<img src="https&#x000000003a;//a.test/?q=>', 'https://a.test/?q=>', 'a reference with many zeros'],
    ['<img src="h&#10ttps:a.test/?q=>', 'h&#10ttps:a.test/?q=>', 'a line end without a semicolon in the scheme'],
    ['<img src=&#9;https://a.test/?q="', '&#9;https://a.test/?q="', 'a tab in front without quotation marks'],
    ['<img src="/\\a.test/?q=>', '/\\a.test/?q=>', 'a slash and a backslash'],
    ['<p background        =        https://a.test/?q="', 'https://a.test/?q="', 'many spaces around the sign of equality'],
    [`<img src="${' '.repeat(200)}https://a.test/?q=>`, `${' '.repeat(192)}https://a.test/?q=>`, 'many spaces in front'],
    ['<img src="\\/a.test/', '/a.test/', 'an escaped slash, which is two to a browser'],
    ['<a href="&bsol;/a.test/?q=>', '&bsol;/a.test/?q=>', 'a backslash by its name'],
    ['![x](&NewLine;//a.test/?q="', '&NewLine;//a.test/?q="', 'an encoded line end in a link of Markdown'],
    ['![x](https://a.test/?q=\\\n', 'https://a.test/?q=\\\n', 'an escaped line end in a link of Markdown'],
    ['![x](https://a.test/&#92;\\)', 'https://a.test//\\)', 'an encoded backslash before an escaped parenthesis'],
    ['https://a.test/&#92;n', 'https://a.test//n', 'an encoded backslash before a letter'],
    ['<style>a{background:url(https://a.test/?q="', 'https://a.test/?q="', 'a quotation mark in a style'],
    ["<iframe srcdoc='<img src=&quot;\\/a.test/?q=a b", '/a.test/?q=a b', 'an escaped slash in a page in an attribute'],
    ['<img srcset="a.png 1x, \\/a.test/?q=>', '/a.test/?q=>', 'and in a list of images'],
    [`<img src="https&#${'0'.repeat(300)}58;//a.test/?q=>`, 'https://a.test/?q=>', 'a reference with hundreds of zeros'],
    ['<img src="&#1;https://a.test/?q=>', '&#1;https://a.test/?q=>', 'an encoded control character in front'],
    ['![x](< https://a.test/a b', 'https://a.test/a b', 'blanks in angle brackets of a link of Markdown'],
    ['![x](https\\://a.test/?q="', 'https\\://a.test/?q="', 'an escaped colon of Markdown'],
    ['<p style="background: url(&quot;https://a.test/?q=a b', 'https://a.test/?q=a b', 'encoded quotation marks in a style'],
    ['<p style="background: image-set(\'https://a.test/?q=a b', 'https://a.test/?q=a b', 'a set of images in a style'],
    ['@import/**/"https://a.test/?q=>', 'https://a.test/?q=>', 'a comment in front of a sheet of styles'],
    ['<a ping="/b https://a.test/?q=>', 'https://a.test/?q=>', 'the second of a list of URLs'],
    ['<meta http-equiv=refresh content="0; url=https://a.test/?q=>', 'https://a.test/?q=>', 'where a page goes on'],
    ['<meta http-equiv=refresh content=0;//a.test/?q="', '//a.test/?q="', 'and without quotation marks'],
    ['<iframe srcdoc="<img src=&quot;https://a.test/?q=a b', 'https://a.test/?q=a b', 'a page in an attribute'],
    ['<iframe srcdoc="<img src=&quot;h\tttps:a.test/?q=a b', '<img src=&quot;h\tttps:a.test/?q=a b', 'a tab in a URL of it'],
    ['//\u4f8b.test/', '//\u4f8b.test/', 'a host with letters of another script'],
  ])('%s → %s (%s)', (before, url) => {
    expect(openUrl(before)).toBe(url);
  });

  test.each([
    ['', 'nothing'],
    ['[x](https://a.test/ "title', 'a space ends a link of Markdown'],
    ['[x](https://a.test/(b)) and', 'balanced parentheses in a link of Markdown'],
    ['[x](https://a.test/\\(b) and', 'an escaped parenthesis in a link of Markdown'],
    ['[x]: https://a.test/\n', 'a line end ends where a link leads'],
    ['<p title="Note: see', 'an attribute without a URL'],
    ['plain text', 'no URL'],
    ['(https://a.test/1,https://b.test/2)', 'a parenthesis that closed behind both of two URLs'],
    ['(https://a.test/https://b.test/2)x', 'and behind one within another'],
    ['https://a.test/ ', 'a space ends it'],
    ['https://a.test/\n', 'a line end ends it'],
    ['(see https://a.test/x)', 'the parenthesis ends it that was opened in front of it'],
    ['[x](https://a.test/)', 'its parenthesis ends it'],
    ['"https://a.test/"', 'its quotation mark ends it'],
    ["('https://a.test/','", 'its apostrophe ends it'],
    ["{url='https://a.test/',name='", 'its apostrophe ends it behind a sign of equality'],
    ['{"a":"www.a.test\\n\\n', 'a line end of JSON in a text'],
    ['{"a":"{\\"b\\":\\"https://a.test/\\\\n', 'a line end of JSON in JSON'],
    ['Dear Ms. A,\\\\n\\\\n', 'line ends of code in code behind a comma'],
    ['Dear:\\\\n', 'and behind a word with a colon'],
    ['a & b \\\\\\textbf{', 'a line end of LaTeX before a command'],
    ['|x|https://a.test/|', 'the end of its cell in a table without blanks'],
    ['OBX|1|RP|x||https://a.test/|||||F|||', 'the end of its field in HL7'],
    ['open("C:\\\\Charts\\\\', 'a path with the backslashes of code'],
    ['{"a":"in:\\nC:\\\\Charts\\\\', 'and behind a line end of JSON'],
    ['<https://a.test/>', 'its angle bracket ends it'],
    ['<img src="https://a.test/">', 'its attribute ends it'],
    ['<img srcset="https://a.test/">', 'its attribute ends a list of images'],
    ['background: url(https://a.test/);', 'the parenthesis ends it in a style'],
    ['<img src=https://a.test/>', 'the angle bracket ends an attribute without quotation marks'],
    ['<img src=https://a.test/ alt="', 'a space ends an attribute without quotation marks'],
    ['{"h":"<img src=\\"https://a.test/\\">', 'its attribute in a string of JSON ends it'],
    ['{"path":"\\/home\\/', 'slashes as JSON writes them'],
    ['content = "see https://a.test/ ', 'an assignment in code'],
    ['<p style="color:red">https://a.test/ ', 'a style without a URL that has ended'],
    ['time: 10:30', 'a colon is no scheme'],
    ['and/or', 'a slash is no URL'],
    ['a // b', 'a comment sign'],
    ['see \\\\nas3\\charts\\', "a share in a network of one's own"],
    ["//patient/name[text()='", 'an XPath'],
    ["//div[@id='", 'an XPath with a condition'],
    ['"\\\\b', 'a regular expression in a string'],
    ['//\u201c', 'a comment in quotation marks'],
  ])('none: %s (%s)', (before) => {
    expect(openUrl(before)).toBeUndefined();
  });

  test.each([
    [
      '<a href="https://a.test/">x</a> <img src="https://b.test/c d',
      'https://b.test/c d',
      'an attribute behind one that has ended',
    ],
    ["<img src= 'https://a.test/b c", 'https://a.test/b c', 'a space before the mark'],
    ['a < b <https://a.test/ c https://b.test/', 'https://a.test/ c https://b.test/', 'the first of two that are open'],
    ['<p title="x"> see https://a.test/', 'https://a.test/', 'plain behind markup'],
  ])('%s → %s (%s)', (before, url) => {
    expect(openUrl(before)).toBe(url);
  });

  test('an unbroken run longer than what is looked back over counts as a URL', () => {
    expect(openUrl(`https://a.test/${'a'.repeat(5000)}`)).toBeDefined();
  });
});

/** What is open at the end of a text that comes in pieces of so many code units. */
function openAtEnd(text: string, piece: number): string | undefined {
  const urls = new UrlContext();
  for (let at = 0; at < text.length; at += piece) urls.append(text.slice(at, at + piece));
  return urls.open();
}

const LONG = 'b'.repeat(3 * URL_LOOKBACK);
const WORDS = 'b '.repeat(2 * URL_LOOKBACK);

describe.each([1, 7, 1000, 1_000_000])('a text that comes in pieces of %i', (piece) => {
  test.each([
    ['https://a.test/x', 'a short URL'],
    [`${WORDS}https://a.test/x`, 'behind a long text'],
    [`${'b'.repeat(URL_LOOKBACK - 4)} https://a.test/${'b'.repeat(URL_LOOKBACK - 50)}`, 'across the end of a block'],
  ])('a URL is open at the end: %#', (text) => {
    expect(openAtEnd(text, piece)).toBe(text.slice(text.indexOf('https:')));
  });

  test.each([
    [`https://evil.test/${LONG}`, 'a run'],
    [`![x](https://evil.test/?https://allowed.test/${LONG}`, 'a run with a host in it'],
    [`https://evil.test/${LONG}?https://allowed.test/`, 'a run with a host at its end'],
    [`<img src="https://evil.test/?${WORDS}`, 'an attribute with blanks'],
    [`<https://evil.test/?${WORDS}`, 'angle brackets with blanks'],
    [`![x](https://evil.test/?q="${LONG}`, 'a link of Markdown with a quotation mark'],
  ])('of a URL that began out of sight no host is known: %#', (text) => {
    const url = openAtEnd(text, piece);
    expect(url).toBeDefined();
    expect(hostOf(url ?? '')).toBeUndefined();
  });

  test.each([
    [LONG, 'a run that is no URL'],
    ['100000000,'.repeat(URL_LOOKBACK), 'a list of numbers without blanks'],
    [`https://a.test/${LONG} ${LONG}`, 'a blank has ended it'],
    [`<img src="https://a.test/${LONG}">${LONG}`, 'its attribute has ended'],
    [`<https://a.test/ ${WORDS}> ${WORDS}`, 'its angle bracket is closed'],
    [WORDS, 'text'],
  ])('none is open: %#', (text) => {
    expect(openAtEnd(text, piece)).toBeUndefined();
  });
});

const BLANKS = ' '.repeat(URL_LOOKBACK + 40);

test.each([
  ['', LONG],
  ['<', WORDS],
  ['="', WORDS],
  ['= "', WORDS],
])('a URL behind %j is seen wherever a block ends in it or in front of it', (opener, rest) => {
  for (let before = URL_LOOKBACK - 40; before < URL_LOOKBACK + 10; before += 1) {
    expect([before, openAtEnd(`${BLANKS.slice(0, before)}${opener}https://evil.test/?${rest}`, 1000)]).toEqual([
      before,
      expect.stringContaining('b'),
    ]);
  }
});

test('of a URL that begins right behind a block the host is known', () => {
  for (let before = URL_LOOKBACK; before < URL_LOOKBACK + 30; before += 1) {
    const url = `https://a.test/${'b'.repeat(URL_LOOKBACK)}`;
    expect(openAtEnd(BLANKS.slice(0, before) + url, 1_000_000)).toBe(url);
  }
});

test('JSON without white space ends its URLs with its quotation marks, however long it is', () => {
  const urls = new UrlContext();
  for (let row = 0; row < 10_000; row += 1) {
    urls.append(`{"u":"https://a.test/${row}","mrn":"`);
    expect(urls.open()).toBeUndefined();
    urls.append('00482917"},');
  }
});
