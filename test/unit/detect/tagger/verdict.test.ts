import { OPINION_CLASSES } from '../../../../src/detect/network/opinion';
import { TAGGER_LABELS } from '../../../../src/detect/tagger/labels';
import { PrunedChain } from '../../../../src/detect/tagger/pruned-chain';
import { type AskNetwork, type Verdict, verdictOf } from '../../../../src/detect/tagger/verdict';
import { WEIGHT_STEP } from '../../../../src/rules/learned/tagger-model';
import { ENTITIES, type Entity } from '../../../../src/rules/types';

type Shares = Readonly<Record<string, number>>;

/** A chain that gives the labels of each token these probabilities, but for the coarse steps of its scores. */
function chainOf(tokens: readonly Shares[]): PrunedChain {
  const labels = TAGGER_LABELS.length;
  const chain = new PrunedChain(labels, new Float32Array(labels * labels), tokens.length);
  for (const shares of tokens)
    chain.add(Int16Array.from(TAGGER_LABELS, ({ name }) => Math.round(Math.log(shares[name] ?? 1e-9) / WEIGHT_STEP)));
  chain.run();
  return chain;
}

/** What a network would say that gives the classes of each token these probabilities. */
function opinionOf(tokens: readonly Shares[]): Float32Array {
  const names = ['O', 'optional', ...ENTITIES];
  expect(names).toHaveLength(OPINION_CLASSES);
  return Float32Array.from(tokens.flatMap((shares) => names.map((name) => shares[name] ?? 0)));
}

interface Thoughts {
  /** What is thought of tokens that are looked at closer, where that changes. */
  readonly closer?: Readonly<Record<number, Shares>>;
  /** Takes the tokens that are. */
  readonly lookedCloser?: number[];
}

/** A network that thinks so, where it is asked. */
function askOf(tokens: readonly Shares[], { closer = {}, lookedCloser = [] }: Thoughts = {}): AskNetwork {
  return (asked, isDoubtful) => {
    const first = asked.map((token) => tokens[token] ?? {});
    const opinion = opinionOf(first);
    const doubtful = asked.filter((_token, index) => isDoubtful(index, opinion, index * OPINION_CLASSES));
    lookedCloser.push(...doubtful);
    return opinionOf(asked.map((token, index) => (doubtful.includes(token) && closer[token]) || (first[index] as Shares)));
  };
}

function verdictOn(own: Shares, theirs?: Shares): { phi: number; entity: Entity | undefined; verdict: Verdict } {
  const verdict = verdictOf(chainOf([own]), 1, theirs && askOf([theirs]));
  return { phi: verdict.phi[0] as number, entity: TAGGER_LABELS[verdict.best[0] as number]?.entity, verdict };
}

const name = (share: number): Shares => ({ O: 1 - share, NAME: share });

describe('without an opinion', () => {
  const tokens = [{ O: 0.7, NAME: 0.3 }, { optional: 0.4, DATE: 0.1, 'DATE+': 0.5 }, { O: 1 }];
  const chain = chainOf(tokens);
  const { phi, best, opinions } = verdictOf(chain, tokens.length);

  test('the verdict is what the chain says', () => {
    for (const [token, share] of [...phi].entries())
      expect(share).toBeCloseTo(1 - chain.marginal(token, 0) - chain.marginal(token, 1), 6);
    expect(phi[0]).toBeCloseTo(0.3, 1);
    expect([...best]).toEqual([...best.keys()].map((token) => chain.likeliest(token, 2)));
    expect(TAGGER_LABELS[best[1] as number]?.name).toBe('DATE+');
  });

  test('there are no opinions to tell of', () => {
    expect(opinions).toBeUndefined();
  });
});

describe('tagger and network together', () => {
  test.each([0.6, 0.8, 0.95])('are surer than either where both are (%d)', (share) => {
    expect(verdictOn(name(share), name(share)).phi).toBeGreaterThan(share + 0.01);
  });

  test.each([0.4, 0.2, 0.05])('are surer than either where both doubt it (%d)', (share) => {
    expect(verdictOn(name(share), name(share)).phi).toBeLessThan(share - 0.01);
  });

  test('are in between where they differ', () => {
    const { phi } = verdictOn(name(0.2), name(0.7));
    expect(phi).toBeGreaterThan(0.2);
    expect(phi).toBeLessThan(0.7);
  });

  test.each([
    ['the tagger', name(0.008), name(0.98)],
    ['the network', name(0.98), name(0.008)],
  ])('find what %s rules out, if the other is sure of it', (_who, own, theirs) => {
    const { phi, entity } = verdictOn(own, theirs);
    expect(phi).toBeGreaterThan(0.1);
    expect(phi).toBeLessThan(0.6);
    expect(entity).toBe('NAME');
  });

  test.each([
    ['the tagger', name(0.99), name(0.01)],
    ['the network', name(0.01), name(0.99)],
  ])('doubt what %s is certain of, if the other thinks nothing of it', (_who, own, theirs) => {
    expect(verdictOn(own, theirs).phi).toBeLessThan(0.9);
  });

  test('weigh nearly the same, the network a little more', () => {
    const difference = verdictOn(name(0.3), name(0.8)).phi - verdictOn(name(0.8), name(0.3)).phi;
    expect(difference).toBeGreaterThan(0.02);
    expect(difference).toBeLessThan(0.1);
  });

  test('take what is optional for no PHI', () => {
    const optional = { O: 0.05, optional: 0.9, DATE: 0.05 };
    expect(verdictOn(optional, optional).phi).toBeLessThan(0.1);
  });

  test('find little where both are certain that there is nothing', () => {
    expect(verdictOn({ O: 1 }, { O: 1 }).phi).toBeLessThan(0.01);
  });
});

test.each<[Entity, string, Shares, Shares]>([
  ['NAME', 'both say so', { DATE: 0.1, NAME: 0.9 }, { ORG: 0.1, NAME: 0.9 }],
  ['NAME', 'the network is the surer one', { DATE: 0.6, NAME: 0.4 }, { DATE: 0.1, NAME: 0.9 }],
  ['DATE', 'the tagger is the surer one', { DATE: 0.9, NAME: 0.1 }, { DATE: 0.4, NAME: 0.6 }],
  ['NAME', 'begun and continued are more together', { DATE: 0.4, NAME: 0.3, 'NAME+': 0.3 }, { DATE: 0.5, NAME: 0.5 }],
  ['ORG', 'each prefers another one that the other rules out', { DATE: 0.6, ORG: 0.4 }, { NAME: 0.6, ORG: 0.4 }],
  ['ID', 'it is the last one of all', { ID: 0.9 }, { ID: 0.9 }],
])('the likeliest entity is %s where %s', (entity, _why, own, theirs) => {
  expect(verdictOn(own, theirs).entity).toBe(entity);
});

test('tokens are judged one by one', () => {
  const own = [name(0.9), name(0.1), { DATE: 0.9, O: 0.1 }];
  const theirs = [name(0.8), name(0.1), { DATE: 0.7, O: 0.3 }];
  const { phi, best } = verdictOf(chainOf(own), 3, askOf(theirs));
  for (const token of [0, 1, 2]) {
    const alone = verdictOn(own[token] as Shares, theirs[token]);
    expect(phi[token]).toBeCloseTo(alone.phi, 5);
    expect(TAGGER_LABELS[best[token] as number]?.entity).toBe(alone.entity);
  }
});

test('both opinions are kept for explanations', () => {
  const { verdict } = verdictOn({ O: 0.3, optional: 0.1, NAME: 0.6 }, { O: 0.04, optional: 0.01, NAME: 0.9, ORG: 0.05 });
  expect(verdict.opinions?.tagger[0]).toBeCloseTo(0.6, 1);
  expect(verdict.opinions?.tagger).toEqual(verdictOn({ O: 0.3, optional: 0.1, NAME: 0.6 }).verdict.phi);
  expect(verdict.opinions?.network[0]).toBeCloseTo(0.95, 5);
});

describe('of what the tagger is sure', () => {
  test.each<[string, Shares]>([
    ['nothing', { O: 0.998, NAME: 0.002 }],
    ['nothing or optional', { O: 0.5, optional: 0.499, NAME: 0.001 }],
    ['one entity', { NAME: 0.5, 'NAME+': 0.499, DATE: 0.001 }],
  ])('the network is not asked (%s)', (_what, own) => {
    const asked: number[] = [];
    const verdict = verdictOf(chainOf([own, name(0.5), own]), 3, (tokens) => {
      asked.push(...tokens);
      return opinionOf([name(0.5)]);
    });
    expect(asked).toEqual([1]);
    expect([...(verdict.opinions?.network ?? [])]).toEqual([Number.NaN, expect.closeTo(0.5, 5), Number.NaN]);
    expect(verdict.phi[0]).toBeCloseTo(verdictOn(own).phi, 6);
    expect(verdict.best[0]).toBe(verdictOn(own).verdict.best[0]);
  });

  test('it is asked about PHI of which entity is in doubt', () => {
    expect(verdictOn({ NAME: 0.6, ORG: 0.4 }, { ORG: 1 }).entity).toBe('ORG');
  });
});

describe('a closer look', () => {
  test.each<[boolean, string, Shares, Shares]>([
    [true, 'both are in doubt', name(0.5), name(0.5)],
    [true, 'they differ', name(0.02), name(0.999)],
    [true, 'the network alone is sure of it', name(0.5), name(0.999)],
    [true, 'the network alone is sure that there is nothing', name(0.5), name(0)],
    [false, 'both are rather sure of it', name(0.9), name(0.999)],
    [false, 'both are rather sure that there is nothing', name(0.02), name(0.001)],
    [false, 'both are rather sure that it is optional', { optional: 0.98, NAME: 0.02 }, { optional: 0.999, NAME: 0.001 }],
    [false, 'which entity it is alone is in doubt', { NAME: 0.6, ORG: 0.4 }, { NAME: 0.4, ORG: 0.6 }],
  ])('is taken: %p, where %s', (isTaken, _when, own, theirs) => {
    const lookedCloser: number[] = [];
    verdictOf(chainOf([own]), 1, askOf([theirs], { lookedCloser }));
    expect(lookedCloser).toEqual(isTaken ? [0] : []);
  });

  test('is taken where the two together think of PHI with 0.01 to 0.99', () => {
    const all = Array.from({ length: 1001 }, (_, index) => index);
    const lookedCloser: number[] = [];
    // From one certainty to the other, what the tagger thinks changes least.
    const theirs = all.map((index) => name(index / 1000));
    const { phi } = verdictOf(chainOf(all.map((index) => name(index < 500 ? 0.05 : 0.9))), 1001, askOf(theirs, { lookedCloser }));
    const between = (low: number, high: number): number[] =>
      all.filter((at) => (phi[at] as number) > low && (phi[at] as number) < high);
    expect(lookedCloser).toEqual(between(0.01, 0.99));
    for (const edge of [0.01, 0.99]) {
      expect(between(edge - 0.001, edge)).not.toEqual([]);
      expect(between(edge, edge + 0.001)).not.toEqual([]);
    }
  });

  test('decides', () => {
    const own = name(0.5);
    const closer = { DATE: 0.9, O: 0.1 };
    const verdict = verdictOf(chainOf([own]), 1, askOf([name(0.6)], { closer: { 0: closer } }));
    const alone = verdictOn(own, closer);
    expect(verdict).toEqual(alone.verdict);
    expect(alone.entity).toBe('DATE');
    expect(verdict.opinions?.network[0]).toBeCloseTo(0.9, 5);
    expect(verdict.opinions?.tagger[0]).toBeCloseTo(0.5, 1);
  });

  test('is taken at single tokens, and the others keep their verdicts', () => {
    const own = [{ O: 1 }, name(0.9), name(0.5), { NAME: 1 }, name(0.4), name(0.02)];
    const theirs = [{}, name(0.999), name(0.7), {}, name(0.3), name(0.001)];
    const closer = Object.fromEntries(own.map((_, token) => [token, { ID: 0.8, O: 0.2 }]));
    const lookedCloser: number[] = [];
    const { phi, best } = verdictOf(chainOf(own), own.length, askOf(theirs, { closer, lookedCloser }));
    expect(lookedCloser).toEqual([2, 4]);
    for (const token of [1, 2, 4, 5]) {
      const alone = verdictOn(own[token] as Shares, lookedCloser.includes(token) ? closer[token] : theirs[token]);
      expect(phi[token]).toBeCloseTo(alone.phi, 5);
      expect(TAGGER_LABELS[best[token] as number]?.entity).toBe(alone.entity);
    }
  });

  test('that is not taken leaves the final opinion what it is', () => {
    const { verdict } = verdictOn(name(0.5), name(0.7));
    expect(verdictOf(chainOf([name(0.5)]), 1, () => opinionOf([name(0.7)]))).toEqual(verdict);
  });
});
