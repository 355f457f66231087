import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { userCacheFolder } from './userCache';

/** Set by the bundler: the file with the code, beside the one that is made of this, and what of it is to run. */
declare const DJANGOLOGY_CODE: string;
declare const DJANGOLOGY_RUN: keyof typeof import('./code');

/**
 * Runs the code with what V8 has compiled of it in an earlier run: compiling takes longer than all else that a start does
 * when nothing has changed. V8 itself refuses what another version of it has made, or other code.
 */
function launch(): void {
  for (const flag of patience[process.versions.v8.split('.', 1)[0]] ?? []) v8.setFlagsFromString(flag);
  const file = path.join(__dirname, DJANGOLOGY_CODE);
  const compiled = compiledFile(file);
  const cachedData = readIfThere(compiled);
  const script = new vm.Script(Module.wrap(fs.readFileSync(file, 'utf8')), { filename: file, cachedData });
  // At the end V8 has compiled all that a run of this kind needs.
  if (cachedData === undefined || script.cachedDataRejected)
    process.on('exit', () => keep(compiled, script.createCachedData()));
  const code = { exports: {} as typeof import('./code') };
  script.runInThisContext().call(code.exports, code.exports, require, code, file, __dirname);
  code.exports[DJANGOLOGY_RUN]();
}

/**
 * What makes V8 wait before it compiles a function anew for speed, by V8's major version: each has its own word for it, and complains of
 * others. Of a cold index a quarter of the time went into compiling code that is hardly run again; the values are those
 * beyond which hot code would stay slow.
 */
const patience: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=1000000'],
  13: ['--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=30000'],
};

function compiledFile(file: string): string {
  const { size, mtimeMs } = fs.statSync(file);
  const { version, arch } = process;
  // Each command needs other parts of the code: what `--version` has compiled is of no use to `check`.
  const command = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
  const name = createHash('sha1')
    .update(JSON.stringify([file, DJANGOLOGY_RUN, command, size, mtimeMs, version, arch]))
    .digest('hex');
  return path.join(userCacheFolder(), `${name}.code.cache`);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Without what is kept everything works, only slower: what goes wrong here is no reason to tell anybody. */
function keep(file: string, data: Buffer): void {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.draft`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(draft, data, { mode: 0o600 });
    fs.renameSync(draft, file);
  } catch {
    fs.rmSync(draft, { force: true });
  }
}

launch();
