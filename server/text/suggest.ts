/**
 * The candidate that a person most likely meant by `name`, or undefined where none is close.
 * Close means an edit distance (with swapped neighbours as one edit) of at most a third of the name's length.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** For a path: one whose folders are wrong or missing, else one in the same folder with a similar name and the same extension. */
export function suggestPath(name: string, names: readonly string[]): string | undefined {
  const [folder, base] = split(name);
  const sameBase = names.filter((one) => split(one)[1] === base);
  const nested = sameBase.find((one) => one.endsWith(`/${name}`) || name.endsWith(`/${one}`));
  if (nested !== undefined) return nested;
  const otherFolder = suggest(
    folder,
    sameBase.map((one) => split(one)[0]),
  );
  if (otherFolder !== undefined) return otherFolder + base;
  const extension = base.includes('.') ? base.slice(base.indexOf('.')) : '';
  const stem = (one: string) => split(one)[1].slice(0, -extension.length || undefined);
  const beside = names.filter((one) => split(one)[0] === folder && one.endsWith(extension));
  const found = suggest(stem(name), beside.map(stem));
  return found === undefined ? undefined : folder + found + extension;
}

function split(name: string): [folder: string, base: string] {
  const cut = name.lastIndexOf('/') + 1;
  return [name.slice(0, cut), name.slice(cut)];
}

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
