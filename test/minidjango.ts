import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** Where the fixtures' environment keeps its packages, below the project's root. */
export const sitePackages = '.venv/lib/python3.12/site-packages';

/** The files of an environment with minidjango: its core, and the named parts of django.contrib. */
export function minidjango(parts: readonly string[]): [string, string][] {
  stubs ??= filesBelow('');
  const wanted = stubs.filter(([name]) => {
    const part = /^django\/contrib\/(\w+)\//.exec(name)?.[1];
    return part === undefined || parts.includes(part);
  });
  return [
    ['.venv/pyvenv.cfg', 'version = 3.12.0\n'],
    ...wanted.map(([name, text]): [string, string] => [`${sitePackages}/${name}`, text]),
  ];
}

const folder = path.join(__dirname, '../../test/minidjango');
let stubs: [string, string][] | undefined;

function filesBelow(prefix: string): [string, string][] {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return filesBelow(`${name}/`);
    return /\.(?:py|html)$/.test(name) ? [[name, readFileSync(path.join(folder, name), 'utf8')]] : [];
  });
}
