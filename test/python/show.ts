import type { Item, Value } from '../../server/python/values';

/**
 * A value as text, nearly as Python would print it. Behind an item `?` says that it is likely there, `??` that it is possible;
 * `a | b` is one of several, `<…>` the reason why something is not known, `→ a.b` what a name refers to.
 */
export function show(value: Value): string {
  const items = (list: readonly Item[]) => list.map((item) => show(item.value) + mark(item.maybe)).join(', ');
  switch (value.kind) {
    case 'literal':
      if (typeof value.value === 'string') return `'${value.value}'`;
      return value.value === null
        ? 'None'
        : value.value === true
          ? 'True'
          : value.value === false
            ? 'False'
            : `${value.value}`;
    case 'list':
      return `[${items(value.items)}]`;
    case 'tuple':
      return `(${items(value.items)}${value.items.length === 1 ? ',' : ''})`;
    case 'set':
      return `{${items(value.items)}}`;
    case 'dict':
      return `{${value.entries.map((entry) => `${show(entry.key)}: ${show(entry.value)}${mark(entry.maybe)}`).join(', ')}}`;
    case 'path':
      return `Path('${value.value}')`;
    case 'ref':
      return `→ ${value.dotted}`;
    case 'class':
      return `class ${value.module}.${value.qualifiedName}`;
    case 'function':
      return `def ${value.module}.${value.qualifiedName}`;
    case 'call': {
      const keywords = [...value.keywords].map(([name, one]) => `${name}=${show(one)}`);
      return `${show(value.callee)}(${[...value.args.map(show), ...keywords].join(', ')}${value.open ? ', …' : ''})`;
    }
    case 'member':
      return `${show(value.of)}.${value.name}`;
    case 'choice':
      return value.options.map(show).join(' | ');
    case 'lambda':
      return 'lambda';
    case 'unknown':
      return `<${value.reason}>`;
  }
}

function mark(maybe: Item['maybe']): string {
  return maybe === undefined ? '' : maybe === 'likely' ? '?' : '??';
}
