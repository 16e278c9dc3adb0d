import { normalise, toSource } from '../../../../src/detect/text/normalise';

/** The part of the source that stands behind the first occurrence of `needle` in the normalised text. */
function sourceOf(source: string, needle: string): string {
  const normalised = normalise(source);
  const at = normalised.text.indexOf(needle);
  const { start, end } = toSource(normalised, at, at + needle.length);
  return source.slice(start, end);
}

describe('normalised text and the way back', () => {
  test.each([
    ['zero-width space', 'see Ma\u200Bry now', 'see Mary now', 'Mary', 'Ma\u200Bry'],
    ['soft hyphen', 'Ma\u00ADry', 'Mary', 'Mary', 'Ma\u00ADry'],
    ['zero-width joiner at the edge stays outside', '\u200DMary', 'Mary', 'Mary', 'Mary'],
    ['variation selector behind a letter', 'Ma\uFE0Fry', 'Mary', 'Mary', 'Ma\uFE0Fry'],
    ['variation selector behind a digit', '1\uFE0F23-45', '123-45', '123', '1\uFE0F23'],
    ['combining grapheme joiner', 'Ma\u034Fry', 'Mary', 'Mary', 'Ma\u034Fry'],
    ['tag character outside the basic plane', 'Ma\u{E0041}ry', 'Mary', 'Mary', 'Ma\u{E0041}ry'],
    ['Hangul filler', 'Ma\u3164ry', 'Mary', 'Mary', 'Ma\u3164ry'],
    ['text direction marks', '\u202EMary\u202C Lee', 'Mary Lee', 'Mary Lee', 'Mary\u202C Lee'],
    ['full-width digits', 'n \uFF11\uFF12\uFF13', 'n 123', '123', '\uFF11\uFF12\uFF13'],
    ['full-width letters', '\uFF2D\uFF41\uFF52\uFF59', 'Mary', 'Mary', '\uFF2D\uFF41\uFF52\uFF59'],
    ['decomposed accent', 'Jose\u0301 Li', 'Jos\u00E9 Li', 'Jos\u00E9', 'Jose\u0301'],
    ['accents that Latin-1 lacks', 'o\u0308\u0304x', 'ox', 'o', 'o\u0308\u0304'],
    ['letters that Latin-1 lacks', 'Nguy\u1EC5n \u0141ukasz', 'Nguyen Lukasz', 'Lukasz', '\u0141ukasz'],
    ['letters of other scripts', '\u0418\u0432\u0430\u043D Mary', '\u0418\u0432\u0430\u043D Mary', 'Mary', 'Mary'],
    ['symbols', 'MRN 1 \u2192 2 \u2022 3 \u2265 4', 'MRN 1 > 2 \u00B7 3 > 4', '2', '2'],
    ['the micro sign, which NFKC makes a Greek letter', '50 \u00B5g', '50 \u00B5g', '\u00B5g', '\u00B5g'],
    ['the fraction of a house number', '419\u00BD Elm', '419\u00BD Elm', '419\u00BD', '419\u00BD'],
    ['another fraction is one, no day of January', '419\u2153 Elm', '419\u00BD Elm', '419\u00BD', '419\u2153'],
    ['ligature', 'Ra\uFB00erty', 'Rafferty', 'Rafferty', 'Ra\uFB00erty'],
    ['half of a ligature is all of it', 'Ra\uFB00erty', 'Rafferty', 'Raf', 'Ra\uFB00'],
    ['no-break space', 'Mary\u00A0Lee', 'Mary Lee', 'Mary Lee', 'Mary\u00A0Lee'],
    ['ideographic space', 'Mary\u3000Lee', 'Mary Lee', 'Lee', 'Lee'],
    ['curly apostrophe', 'O\u2019Neil', "O'Neil", "O'Neil", 'O\u2019Neil'],
    ['no-break hyphen', '555\u20110111', '555-0111', '555-0111', '555\u20110111'],
    ['minus sign', '555\u22120111', '555-0111', '-', '\u2212'],
    ['line separator', 'a\u2028b', 'a\nb', '\n', '\u2028'],
    ['HTML number', 'O&#39;Neil', "O'Neil", "O'Neil", 'O&#39;Neil'],
    ['HTML hex number', 'O&#x27;Neil', "O'Neil", "O'Neil", 'O&#x27;Neil'],
    ['HTML name', 'Mu&ntilde;oz', 'Mu\u00F1oz', 'Mu\u00F1oz', 'Mu&ntilde;oz'],
    ['HTML space', 'Mary&nbsp;Lee', 'Mary Lee', 'Mary Lee', 'Mary&nbsp;Lee'],
    ['HTML soft hyphen is nothing', 'Ma&shy;ry', 'Mary', 'Mary', 'Ma&shy;ry'],
    ['JSON escape of a letter', 'caf\\u00e9 x', 'caf\u00E9 x', 'caf\u00E9', 'caf\\u00e9'],
    ['JSON escape of a line end', 'a:\\nMary', 'a:\nMary', 'Mary', 'Mary'],
    ['JSON escapes of a surrogate pair', '\\ud83d\\ude00 x', '\u{1F600} x', '\u{1F600}', '\\ud83d\\ude00'],
    ['JSON escape of a quote', 'a \\"Mary\\"', 'a "Mary"', '"Mary"', '\\"Mary\\"'],
    ['percent-encoded at sign', 'mary%40example.org', 'mary@example.org', 'mary@example.org', 'mary%40example.org'],
    ['percent-encoded space', 'name=Mary%20Lee', 'name=Mary Lee', 'Mary Lee', 'Mary%20Lee'],
    ['percent-encoded slash', '3%2F14%2F1958', '3/14/1958', '3/14/1958', '3%2F14%2F1958'],
    ['percent-encoded letters', 'n=N%C3%BA%c3%b1ez%20%C3%98', 'n=Núñez Ø', 'Núñez', 'N%C3%BA%c3%b1ez'],
    ['percent-encoded letter of three bytes', 'Ng%E1%BB%8Dc', 'Ngoc', 'o', '%E1%BB%8D'],
    ['a form that is sent', 'name=Rose%2C+May&mrn=4411', 'name=Rose, May\nmrn=4411', 'Rose, May', 'Rose%2C+May'],
    ['a value of many codes', 'note=%28Mary%29%3A%20ok', 'note=(Mary): ok', 'Mary', 'Mary'],
    ['data that are encoded', 'x %7B%22mrn%22%3A%2244%22%7D', 'x {"mrn":"44"}', '"44"', '%2244%22'],
    ['emoji before', '\u{1F600} Mary', '\u00A6 Mary', 'Mary', 'Mary'],
    ['mathematical letters', '\u{1D40C}\u{1D41A}\u{1D42B}\u{1D432}', 'Mary', 'ar', '\u{1D41A}\u{1D42B}'],
    ['flag made of two code points', '\u{1F1FA}\u{1F1F8} Mary', '\u00A6\u00A6 Mary', 'Mary', 'Mary'],
    ['Arabic-Indic digits stay digits', '\u0661\u0662 Mary', '\u0661\u0662 Mary', '\u0661\u0662', '\u0661\u0662'],
  ])('%s', (...[, source, text, needle, expected]) => {
    expect(normalise(source).text).toBe(text);
    expect(sourceOf(source, needle)).toBe(expected);
  });

  test.each([
    ['plain text', 'Mary Lee, 3/14/1958'],
    ['CRLF', 'a\r\nb\r\n'],
    ['a Windows path is no line end', 'C:\\new\\temp\\reports'],
    ['a Windows path with accents is none either', 'C:\\núñez\\tübingen\\réunion'],
    ['a percentage is no encoding', '5% 20 of 40'],
    ['percent-encoded bytes that are no letter', '%E2%82%AC %C3%97 %ED%A0%80 %C3 %C3%28'],
    ['a URL is no form', 'https://a.test/?q=%28Mary%29%3A+x&n=1 u=http://a.test/%28%29%28 uri=/a?n=%28&x=1'],
    ['an ampersand between words', 'R&D; A & B &unknown; &#0; &#xD800;'],
    ['nothing', ''],
  ])('%s stays as it is', (_reason, source) => {
    expect(normalise(source).text).toBe(source);
  });

  test('text behind characters that grow 18-fold is not lost', () => {
    const source = `${'\uFDFA'.repeat(5000)} 123-45-6789`;
    expect(sourceOf(source, '123-45-6789')).toBe('123-45-6789');
  });

  test('invisible text alone becomes empty', () => {
    expect(normalise('\u200B\uFEFF\u00AD').text).toBe('');
  });

  test('plain text needs no maps', () => {
    expect(normalise('plain').starts).toBeUndefined();
  });
});

test('an entity of no character stays as it is', () => {
  expect(['&#9999999;', '&#x110000;', '&#xD800;', '&#0;'].map((text) => normalise(text).text)).toEqual([
    '&#9999999;',
    '&#x110000;',
    '&#xD800;',
    '&#0;',
  ]);
});
