/**
 * The tables of one topic, of all versions in one file: a row that is the same in several versions stands there once,
 * marked with the first version that has it (`since`) and the last (`until`); without a mark it holds from the oldest
 * or up to the newest version on. One row on each line, in the order of their keys.
 *
 * @param {string[]} versions oldest first
 * @param {Record<string, Record<string, object>>[]} dumps for each version: table, key, row
 */
export function mergeVersions(versions, dumps) {
  const tables = Object.keys(dumps[0]).map((table) => {
    const keys = [...new Set(dumps.flatMap((dump) => Object.keys(dump[table])))].sort();
    const rows = keys.flatMap((key) =>
      runs(dumps.map((dump) => dump[table][key])).map(({ row, from, to }) => ({
        ...row,
        ...(from > 0 && { since: versions[from] }),
        ...(to < versions.length - 1 && { until: versions[to] }),
      })),
    );
    return `${JSON.stringify(camelCase(table))}: [\n${rows.map((row) => JSON.stringify(withoutSnakes(row))).join(',\n')}\n]`;
  });
  return `{\n${tables.join(',\n')}\n}\n`;
}

/** The stretches of versions in which a row stays the same; versions without it belong to none. */
function runs(rows) {
  const found = [];
  rows.forEach((row, at) => {
    const last = found.at(-1);
    if (row === undefined) return;
    if (last?.to === at - 1 && JSON.stringify(last.row) === JSON.stringify(row)) last.to = at;
    else found.push({ row, from: at, to: at });
  });
  return found;
}

/** A row's own keys in the spelling of TypeScript. What stands below them is data. */
function withoutSnakes(row) {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [camelCase(key), value]));
}

function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
