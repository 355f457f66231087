import { type Query, query } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import { type Type, unknownType } from './type';

/**
 * How much of the project's code may run for one answer, because some of it goes round in circles. What is left is part of each
 * question: what runs within a run has half of it, what is one of several has its share. So an answer never depends on what was
 * asked before it, and all runs for one are at most `whole`.
 */
export interface Effort {
  /** Runs code for its type; unknown where nothing is left. */
  run(code: () => Type): Type;
  /** Divides what is left among so many parts of a value. */
  share<T>(parts: number, code: () => T): T;
  /** Asks a question of its own, with all the effort that there is. */
  anew<T>(code: () => T): T;
  /** Keeps answers by an object, each as long as all that it rests on stands. */
  remember<K extends object>(compute: (key: K) => Type): (key: K) => Type;
}

/** A power of two: answers are kept for each amount that may be left. */
const whole = 32;

interface Answer {
  readonly type: Type;
  /** The least effort that gives this answer; infinite where even that which was there did not do. */
  readonly need: number;
}

/** What limits how far the types of one answer are followed, in powers of two; answers are kept for each amount that was left. */
export function createEffort(runtime: Runtime): Effort {
  let left = whole;
  /** What the computation under way needs at least. */
  let need = 0;

  /** Runs code with another amount left. */
  const within = <T>(amount: number, needOf: (inner: number) => number, code: () => T): T => {
    const [outerLeft, outerNeed] = [left, need];
    left = amount;
    need = 0;
    try {
      return code();
    } finally {
      left = outerLeft;
      need = Math.max(outerNeed, needOf(need));
    }
  };

  return {
    run(code) {
      if (left < 1) {
        need = Number.POSITIVE_INFINITY;
        return unknownType;
      }
      return within(Math.floor(left / 2), (inner) => Math.max(1, 2 * inner), code);
    },
    share(parts, code) {
      if (parts < 2) return code();
      const divisor = 2 ** Math.ceil(Math.log2(parts));
      return within(Math.floor(left / divisor), (inner) => divisor * inner, code);
    },
    anew: (code) => within(whole, () => 0, code),
    remember<K extends object>(compute: (key: K) => Type): (key: K) => Type {
      const known = new WeakMap<K, Map<number, { readonly ask: Query<Answer>; isRunning: boolean }>>();
      const make = (key: K, amount: number) => {
        const one = {
          isRunning: false,
          ask: query(
            runtime,
            (): Answer => {
              one.isRunning = true;
              try {
                return within(
                  amount,
                  () => 0,
                  () => ({ type: compute(key), need }),
                );
              } finally {
                one.isRunning = false;
              }
            },
            (a, b) => a.type === b.type && a.need === b.need,
          ),
        };
        return one;
      };
      return (key) => {
        let answers = known.get(key);
        if (answers === undefined) {
          answers = new Map();
          known.set(key, answers);
        }
        for (const [amount, one] of answers) {
          if (amount === left || one.isRunning) continue;
          const found = one.ask() as Answer | undefined;
          if (found === undefined || found.need > left) continue;
          need = Math.max(need, found.need);
          return found.type;
        }
        let own = answers.get(left);
        if (own === undefined) {
          own = make(key, left);
          answers.set(left, own);
        }
        // A value that is in a cycle with itself is not known.
        const found = own.ask() as Answer | undefined;
        need = Math.max(need, found?.need ?? 0);
        return found?.type ?? unknownType;
      };
    },
  };
}
