import lines from './docs.json';

/**
 * One line of Markdown, in our own words, that says what a tag, filter or setting of Django does; undefined for what is
 * not Django's. Shown where no installed Django has a docstring to read.
 */
export function documentationOf(kind: 'tag' | 'filter' | 'setting', name: string): string | undefined {
  const table: Readonly<Record<string, string>> = lines[`${kind}s`];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
