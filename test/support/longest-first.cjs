const Sequencer = require('@jest/test-sequencer').default;

/** Files that take longest. A file begun last is waited for by everything else that is done. */
const LONGEST = [
  'test/rules/regex-attack.test.ts',
  'test/corpus/corpus.test.ts',
  'test/unit/rules/use-cases.test.ts',
  'test/integration/command-line.test.ts',
  'test/integration/detector-threads.test.ts',
];

/** Jest begins with the largest files unless it knows how long each took, which it does not on a machine that runs them for the first time. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONGEST.findIndex((name) => path.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
