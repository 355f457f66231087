/** Lets waiting requests go first. */
export function pause(): Promise<void> {
  return new Promise((resolve) => schedule(resolve));
}

/** A macrotask where there is one. */
const schedule: (then: () => void) => void = (then) => {
  const host = globalThis as {
    setImmediate?: (then: () => void) => void;
    setTimeout?: (then: () => void, ms: number) => void;
  };
  if (host.setImmediate) host.setImmediate(then);
  else host.setTimeout?.(then, 0);
};
