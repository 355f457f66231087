/**
 * The candidate that a person most likely meant by `name`, or undefined where none is close.
 * Close means an edit distance (with swapped neighbours as one edit) of at most a third of the name's length.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  return nearest(name, [[...candidates]]);
}

/** The same for many names: the candidates are sorted by their lengths once. */
export function suggester(candidates: Iterable<string>): (name: string) => string | undefined {
  const byLength: string[][] = [];
  for (const candidate of candidates) {
    byLength[candidate.length] ??= [];
    byLength[candidate.length].push(candidate);
  }
  return (name) => {
    const most = mostEdits(name);
    return nearest(name, byLength.slice(Math.max(0, name.length - most), name.length + most + 1));
  };
}

function mostEdits(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}

function nearest(name: string, lists: readonly (readonly string[] | undefined)[]): string | undefined {
  const meant = name.toLowerCase();
  const characters = charactersOf(meant);
  let best: string | undefined;
  let bestDistance = mostEdits(name) + 1;
  // There may be many: each turn of a loop over what they are listed by would make an object.
  for (const candidates of lists)
    for (let i = 0; candidates !== undefined && i < candidates.length; i++) {
      const candidate = candidates[i];
      if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
      const other = candidate.toLowerCase();
      // An edit takes one character away and puts one in, at most.
      if (countBits(characters ^ charactersOf(other)) > 2 * bestDistance) continue;
      const distance = editDistance(meant, other, bestDistance);
      if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
        best = candidate;
        bestDistance = distance;
      }
    }
  return best;
}

/** A bit for each character that a text has; some share one. */
function charactersOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits |= 1 << (text.charCodeAt(i) & 31);
  return bits;
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

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. Some number above `most` where it is more. */
function editDistance(a: string, b: string, most: number): number {
  let beforeLast: number[] = [];
  let last: number[] = [];
  let row: number[] = [];
  for (let j = 0; j <= b.length; j++) last.push(j);
  for (let i = 1; i <= a.length; i++) {
    const own = a.charCodeAt(i - 1);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let distance = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (own === other ? 0 : 1));
      if (i > 1 && j > 1 && own === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        distance = Math.min(distance, beforeLast[j - 2] + 1);
      row[j] = distance;
      if (distance < least) least = distance;
    }
    // A swap may still make one less of the row before.
    if (least > most + 1) return least;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length];
}
