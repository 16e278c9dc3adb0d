/** The part of WebAssembly's interface that is used; Node's types leave it to those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

/** Bytes of a page, by which memories grow. */
const PAGE = 65_536;
/** The first places are left to the compiler of kernels. */
const FIRST_PLACE = PAGE;

export interface KernelMemory {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

/** Compiles a kernel (base64) and gives it a memory of its own. */
export function createKernel<T extends KernelMemory>(code: string): T {
  return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(code, 'base64'))).exports as T;
}

/** Hands out places in a kernel's memory, one after the other. Arrays over the memory are to be made after the last one: it grows. */
export class MemoryLayout {
  private readonly kernel: KernelMemory;
  /** Where the next place begins, in bytes. */
  end = FIRST_PLACE;

  constructor(kernel: KernelMemory) {
    this.kernel = kernel;
  }

  /** A place for so many bytes. */
  take(bytes: number): number {
    const place = this.end;
    this.end += Math.ceil(bytes / 64) * 64;
    const missing = this.end - this.kernel.memory.buffer.byteLength;
    if (missing > 0) this.kernel.memory.grow(Math.ceil(missing / PAGE));
    return place;
  }

  /** A place that holds these values. */
  put(values: Float32Array | Int32Array | Int16Array | Int8Array): number {
    const place = this.take(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(this.kernel.memory.buffer).set(bytes, place);
    return place;
  }
}
