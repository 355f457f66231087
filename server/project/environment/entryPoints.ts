import { join, type Path } from '../../text/paths';
import type { Files } from '../files';

/** An entry point that an installed package declares. */
export interface EntryPoint {
  readonly group: string;
  readonly name: string;
  /** Dotted name of the module, and the path of an object in it; empty where the module itself is meant. */
  readonly module: string;
  readonly attribute: string;
}

/** What the packages on the search path declare in `entry_points.txt` (importlib.metadata.entry_points), in the order of their names. */
export function readEntryPoints(searchPath: readonly Path[], files: Files): readonly EntryPoint[] {
  return searchPath.flatMap((folder) =>
    [...(files.directory(folder) ?? [])]
      .filter(([name, isDirectory]) => isDirectory && /\.(?:dist|egg)-info$/.test(name))
      .map(([name]) => join(folder, name, 'entry_points.txt'))
      .filter((path) => files.isFile(path))
      .flatMap((path) => entryPointsIn(files.text(path) ?? '')),
  );
}

function entryPointsIn(text: string): EntryPoint[] {
  const found: EntryPoint[] = [];
  let group = '';
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[(.+)\]\s*$/.exec(line);
    const entry = /^([^#;=\s][^=]*?)\s*=\s*([\w.]+)\s*(?::\s*([\w.]+))?/.exec(line);
    if (header) group = header[1].trim();
    else if (entry) found.push({ group, name: entry[1], module: entry[2], attribute: entry[3] ?? '' });
  }
  return found;
}
