import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { userCacheFolder } from './userCache';
import type { CacheStore, Stamp } from './workspace/cacheFile';

/** Set by the bundler: only then one file holds all the code. */
declare const DJANGOLOGY_VERSION: string | undefined;

/**
 * The cache of what `of` names, in a folder or else in that of the user; undefined where the code is not bundled.
 * @param folder a file path
 */
export function cacheFor(folder: string | undefined, of: readonly (string | undefined)[]): CacheStore | undefined {
  const version = codeVersion();
  return version === undefined ? undefined : nodeCache(folder ?? userCacheFolder(), of, version);
}

/** Names the code that runs; undefined where it is not one file, as while it is being worked on. */
function codeVersion(): string | undefined {
  if (typeof DJANGOLOGY_VERSION === 'undefined') return undefined;
  return createHash('sha1').update(fs.readFileSync(__filename)).digest('hex');
}

/**
 * A cache in a folder that it may share with others.
 * @param of what it is the cache of: each has a file of its own
 */
export function nodeCache(folder: string, of: readonly (string | undefined)[], version: string): CacheStore {
  const file = path.join(folder, `${createHash('sha1').update(JSON.stringify(of)).digest('hex')}${extension}`);
  return {
    version,
    async read() {
      const bytes = readWhole(file);
      // The age of a cache is the time since somebody used it.
      if (bytes) ignoringErrors(() => fs.utimesSync(file, new Date(), new Date()));
      return bytes;
    },
    async write(content) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}${draftExtension}`;
      try {
        const head = Buffer.alloc(4);
        head.writeUInt32BE(zlib.crc32(content));
        fs.writeFileSync(draft, Buffer.concat([magic, head, content]), { mode: 0o600 });
        fs.renameSync(draft, file);
      } catch (error) {
        ignoringErrors(() => fs.rmSync(draft, { force: true }));
        throw error;
      }
      removeOld(folder);
    },
    compress: (text) => zlib.brotliCompressSync(text, compression),
    decompress: (bytes) => zlib.brotliDecompressSync(bytes).toString('utf8'),
    stamps: async (paths) => paths.map(stampOf),
  };
}

const extension = '.cache';
const draftExtension = '.draft';
const magic = Buffer.from('djangology 1\n');
const compression = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } };

/** The content of a cache's file; undefined where it is not there, or is not as it was written. */
function readWhole(file: string): Uint8Array | undefined {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  const start = magic.length + 4;
  if (bytes.length < start || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const content = bytes.subarray(start);
  return zlib.crc32(content) === bytes.readUInt32BE(magic.length) ? content : undefined;
}

function stampOf(file: string): Stamp | undefined {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    const { ino, size, mtimeMs, ctimeMs } = stat;
    return { id: mixed([ino, size, mtimeMs, ctimeMs]), changed: Math.max(mtimeMs, ctimeMs), size };
  } catch {
    return undefined;
  }
}

/** One number of 53 bits for several, in a way in which no two of them can make up for each other (as in `text/hash.ts`). */
function mixed(numbers: readonly number[]): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const number of numbers) {
    floats[0] = number;
    for (const part of words) {
      a = Math.imul(a ^ part, 2654435761);
      b = Math.imul(b ^ part, 1597334677);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
  }
  return 1 + (b >>> 0) + 4294967296 * ((a >>> 0) & 0xfffff);
}

const floats = new Float64Array(1);
const words = new Uint32Array(floats.buffer);

/** How long nobody may have used a cache, in ms, and how much all of them may take, in bytes. */
const longestUnused = 30 * 24 * 60 * 60_000;
const largestTotal = 300_000_000;
/** A draft that is older was left by somebody who did not come to its end. In ms. */
const longestDraft = 60 * 60_000;

/** Removes caches that nobody used for long, and the oldest where all together are too big. */
function removeOld(folder: string): void {
  ignoringErrors(() => {
    const now = Date.now();
    const own = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith(extension) || name.endsWith(draftExtension))
      .flatMap((name) => {
        const file = path.join(folder, name);
        const stat = fs.statSync(file, { throwIfNoEntry: false });
        return stat ? [{ file, age: now - stat.mtimeMs, size: stat.size, isDraft: name.endsWith(draftExtension) }] : [];
      })
      .sort((a, b) => a.age - b.age);
    let total = 0;
    for (const { file, age, size, isDraft } of own) {
      total += size;
      if (isDraft ? age > longestDraft : age > longestUnused || total > largestTotal) fs.rmSync(file, { force: true });
    }
  });
}

/** A cache helps where it can; where it cannot, everything works without it. */
function ignoringErrors(work: () => void): void {
  try {
    work();
  } catch {}
}
