import type { Network } from '../../src/detect/network/network';

interface Room {
  readonly areas: readonly { readonly place: number; readonly strips: number; readonly spread: number; readonly fixed: number }[];
}

/** What a network has of its own. */
interface Inside {
  readonly kernel: { readonly memory: { readonly buffer: ArrayBuffer } };
  readonly first: { readonly room: Room };
  readonly closer: { readonly rooms: Readonly<Record<'near' | 'chosen', Room>> };
}

const beginOf = ({ areas }: Room): number => Math.min(...areas.map(({ place }) => place));
const endOf = ({ areas }: Room): number =>
  Math.max(...areas.map(({ place, strips, spread, fixed }) => place + strips * spread + fixed));

/** Everything the network's WebAssembly can see, as it is at any time. */
export function memoryOf(network: Network): Buffer {
  return Buffer.from((network as unknown as Inside).kernel.memory.buffer);
}

/** The parts of the memory where texts are read: by the first look, by the closer one, and what is behind. */
export function roomsOf(network: Network): { first: Buffer; closer: Buffer; behind: Buffer } {
  const { first, closer } = network as unknown as Inside;
  const { near, chosen } = closer.rooms;
  const memory = memoryOf(network);
  return {
    first: memory.subarray(beginOf(first.room), endOf(first.room)),
    closer: memory.subarray(beginOf(near), endOf(chosen)),
    behind: memory.subarray(endOf(chosen)),
  };
}

export const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
