/**
 * An object whose properties are each made of a source when somebody first asks for it; once all are made, the source is let go.
 */
export function lazily<S, T extends object>(source: S, makers: { readonly [K in keyof T]: (source: S) => T[K] }): T {
  const result = {} as T;
  const keys = Object.keys(makers) as (keyof T)[];
  let left: { readonly source: S } | undefined = { source };
  let count = keys.length;
  for (const key of keys)
    Object.defineProperty(result, key, {
      enumerable: true,
      configurable: true,
      get() {
        const value = makers[key](left!.source);
        Object.defineProperty(result, key, { enumerable: true, value });
        if (--count === 0) left = undefined;
        return value;
      },
    });
  return result;
}
