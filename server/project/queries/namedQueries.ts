import { firewall, type Query } from './query';
import type { Remembered, Runtime } from './runtime';

/** The queries of a project whose values may stand from one run to the next. */
export interface NamedQueries {
  readonly runtime: Runtime;
  /** How a query of a name is remembered. */
  remembered(name: string, as: Remembered['as']): Remembered;
  /** A query for plain data. */
  data<T>(name: string, compute: () => T, equal?: (a: T, b: T) => boolean): Query<T>;
  /** A query for a value with parts that are told apart by identity. */
  answer<T>(name: string, compute: () => T): Query<T>;
}

/** @param owner the project, the same in each run: of several projects each has its own values */
export function namedQueries(runtime: Runtime, owner: string): NamedQueries {
  const remembered = (name: string, as: Remembered['as']): Remembered => ({ name: `${owner} ${name}`, as });
  return {
    runtime,
    remembered,
    data: (name, compute, equal) => firewall(runtime, compute, equal, remembered(name, 'data')),
    answer: (name, compute) => firewall(runtime, compute, undefined, remembered(name, 'answer')),
  };
}
