import type { Unit } from '../../python/syntax';

/** The last names of all that a function's body calls. */
export function calledNames(body: Unit): ReadonlySet<string> {
  const known = called.get(body);
  if (known) return known;
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) walk(one);
    else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && node.kind === 'call' && 'callee' in node) {
        const { callee } = node as { callee: { kind: string; name?: string } };
        if (callee.name !== undefined) found.add(callee.name);
      }
      for (const one of Object.values(node)) if (typeof one === 'object') walk(one);
    }
  };
  walk(body.statements);
  called.set(body, found);
  return found;
}

const called = new WeakMap<Unit, ReadonlySet<string>>();
