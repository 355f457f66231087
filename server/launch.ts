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
  v8.setFlagsFromString(`--interrupt-budget=${patience}`);
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
 * How much of a function's bytecode is to run, in bytes, before V8 considers to compile it anew for speed. At its own 67,584 a cold
 * index spends a quarter of its time on compiling code that is hardly run again; from a few millions on, hot code stays slow.
 */
const patience = 1_000_000;

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
