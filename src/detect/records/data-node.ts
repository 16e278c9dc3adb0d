/** Structured data, whatever it was read from; `at` tells where something stands there. */
export type DataNode<T> = Scalar<T> | List<T> | Entries<T>;

/** A string or a number. */
export interface Scalar<T> {
  readonly kind: 'scalar';
  readonly text: string;
  readonly at: T;
}

/** What is neither text nor number (`true`, `null`) keeps its place as an empty record. */
export interface List<T> {
  readonly kind: 'list';
  readonly items: DataNode<T>[];
}

export interface Entries<T> {
  readonly kind: 'record';
  readonly members: Member<T>[];
}

export interface Member<T> {
  readonly key: string;
  /** Where the key stands. */
  readonly at: T;
  readonly value: DataNode<T>;
}
