/** Counts callers that come in one turn of the event loop: they wait for each other. */
export type Turn = () => Promise<number>;

interface Group {
  size: number;
  readonly end: Promise<void>;
}

/** @returns a function that resolves at the turn's end with the number of its callers */
export function createTurns(): Turn {
  let open: Group | undefined;
  return async () => {
    open ??= {
      size: 0,
      end: new Promise((resolve) =>
        setImmediate(() => {
          open = undefined;
          resolve();
        }),
      ),
    };
    const group = open;
    group.size += 1;
    await group.end;
    return group.size;
  };
}
