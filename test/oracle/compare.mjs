/**
 * One row for each kind that either side knows something of: how many facts Django has, how many the index, and how
 * many are the same. Recall and precision are in percent, undefined where there is nothing to divide by.
 */
export function compare(truth, index) {
  const kinds = [...new Set([...Object.keys(truth), ...Object.keys(index)])].sort();
  return kinds.map((kind) => {
    const wanted = truth[kind] ?? new Set();
    const found = index[kind] ?? new Set();
    const both = [...wanted].filter((fact) => found.has(fact)).length;
    return {
      kind,
      truth: wanted.size,
      index: found.size,
      both,
      recall: percent(both, wanted.size),
      precision: percent(both, found.size),
      missing: [...wanted].filter((fact) => !found.has(fact)).sort(),
      surplus: [...found].filter((fact) => !wanted.has(fact)).sort(),
    };
  });
}

/** Rounded down: 99.996 % is not 100 %. */
function percent(part, whole) {
  return whole === 0 ? undefined : Math.floor((10000 * part) / whole) / 100;
}

/** The rows as a table, each with up to `misses` of its missing and surplus facts below. */
export function table(rows, misses = 0) {
  const line = (...cells) => cells.map((cell, at) => (at === 0 ? cell.padEnd(20) : String(cell).padStart(10))).join('');
  const lines = [line('kind', 'Django', 'index', 'both', 'recall', 'precision')];
  for (const row of rows) {
    lines.push(line(row.kind, row.truth, row.index, row.both, row.recall ?? '-', row.precision ?? '-'));
    for (const fact of row.missing.slice(0, misses)) lines.push(`    missing  ${fact}`);
    for (const fact of row.surplus.slice(0, misses)) lines.push(`    surplus  ${fact}`);
  }
  return lines.join('\n');
}
