import { addWeights, sumLength, type TaggerModel, unpackSums } from '../../rules/tagger-model';
import { KEYED_GROUPS, type KeyedGroup, writeSurroundings } from './context-features';
import type { FeatureWriter } from './feature-writer';
import { CLASSES, type KeyedOwnGroup, LISTS, REACH, SPELLING } from './own-features';
import { SumMemory } from './sum-memory';
import type { WordFacts } from './word-facts';

const WINDOW = 2 * REACH + 1;
/** Places of the memories of a model: most texts need some hundreds. */
const OWN_PLACES = 1024;
const GROUP_PLACES = 4096;

/** What is derived from the model alone, and tells no word that is not on a public list: kept from text to text. */
interface ModelMemory {
  /** Sums of common words. */
  readonly common: Map<WordFacts, Int32Array>;
  readonly own: readonly { readonly group: KeyedOwnGroup; readonly memory: SumMemory }[];
  readonly context: readonly { readonly group: KeyedGroup; readonly memory: SumMemory }[];
}

const memories = new WeakMap<TaggerModel, ModelMemory>();

function memoryOf(model: TaggerModel): ModelMemory {
  const known = memories.get(model);
  if (known !== undefined) return known;
  const length = sumLength(model.labels.length);
  const memory: ModelMemory = {
    common: new Map(),
    own: [LISTS, CLASSES].map((group) => ({ group, memory: new SumMemory(OWN_PLACES, WINDOW * length) })),
    context: KEYED_GROUPS.map((group) => ({ group, memory: new SumMemory(GROUP_PLACES, length) })),
  };
  memories.set(model, memory);
  return memory;
}

/** Sums the weights of a token's features. What single words give is summed once for each distinct word, what few facts give once for these facts. */
export class EmissionSums {
  private readonly model: TaggerModel;
  private readonly writer: FeatureWriter;
  private readonly memory: ModelMemory;
  private readonly length: number;
  private readonly packed: Int32Array;
  private readonly sums: Int32Array;
  /** What each distinct word of the text gives to the tokens around it, one sum for each place in the window, word after word. */
  private own: Int32Array;
  /** Where the sums of each token's word begin in `own`; `REACH` places beyond the text's ends at either side. */
  private readonly begins: Int32Array;

  /** @param count tokens of the text */
  constructor(model: TaggerModel, writer: FeatureWriter, count: number) {
    this.model = model;
    this.writer = writer;
    this.memory = memoryOf(model);
    this.length = sumLength(model.labels.length);
    this.packed = new Int32Array(this.length);
    this.sums = new Int32Array(model.labels.length);
    this.own = new Int32Array(WINDOW * this.length * 64);
    this.begins = new Int32Array(count + 2 * REACH);
    this.sumWords();
  }

  private sumWords(): void {
    const { writer, begins } = this;
    const known = new Map<WordFacts, number>();
    const size = WINDOW * this.length;
    for (let place = 0; place < begins.length; place += 1) {
      const facts = writer.fact(place - REACH);
      let begin = known.get(facts);
      if (begin === undefined) {
        begin = known.size * size;
        known.set(facts, begin);
        this.makeRoom(begin + size);
        if (facts.isCommon) this.own.set(this.sumsOfCommon(facts), begin);
        else this.sumWord(facts, this.own, begin);
      }
      begins[place] = begin;
    }
  }

  private makeRoom(size: number): void {
    if (size <= this.own.length) return;
    const larger = new Int32Array(this.own.length * 2);
    larger.set(this.own);
    this.own = larger;
  }

  private sumsOfCommon(facts: WordFacts): Int32Array {
    const { common } = this.memory;
    const known = common.get(facts);
    if (known !== undefined) return known;
    const sums = new Int32Array(WINDOW * this.length);
    this.sumWord(facts, sums, 0);
    common.set(facts, sums);
    return sums;
  }

  private sumWord(facts: WordFacts, sums: Int32Array, begin: number): void {
    const { model, writer, length } = this;
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      writer.clear();
      SPELLING.write(writer, facts, offset);
      addWeights(model, writer, sums, begin + (offset + REACH) * length);
    }
    for (const { group, memory } of this.memory.own) {
      const high = group.high(facts);
      const low = group.low(facts);
      const place = memory.placeOf(high, low);
      if (!memory.knows(place, high, low)) this.sumOwnGroup(group, facts, memory.sums, place * memory.length);
      memory.addTo(sums, begin, place);
    }
  }

  private sumOwnGroup(group: KeyedOwnGroup, facts: WordFacts, sums: Int32Array, begin: number): void {
    const { model, writer, length } = this;
    for (let offset = -REACH; offset <= REACH; offset += 1) {
      writer.clear();
      group.write(writer, facts, offset);
      addWeights(model, writer, sums, begin + (offset + REACH) * length);
    }
  }

  /** A token's score for each label, in units of `WEIGHT_STEP`; overwritten by the next call. */
  of(token: number): Int32Array {
    const { model, packed, length, writer, own, begins } = this;
    packed.fill(0);
    for (let place = 0; place < WINDOW; place += 1) {
      const from = (begins[token + place] as number) + place * length;
      for (let word = 0; word < length; word += 1) packed[word] = ((packed[word] as number) + (own[from + word] as number)) | 0;
    }
    for (const { group, memory } of this.memory.context) {
      const high = group.high(writer, token);
      const low = group.low(writer, token);
      const place = memory.placeOf(high, low);
      if (!memory.knows(place, high, low)) {
        writer.clear();
        group.write(writer, token);
        addWeights(model, writer, memory.sums, place * length);
      }
      memory.addTo(packed, 0, place);
    }
    writer.clear();
    writeSurroundings(writer, token);
    addWeights(model, writer, packed, 0);
    unpackSums(packed, this.sums);
    return this.sums;
  }
}
