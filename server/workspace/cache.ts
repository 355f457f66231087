import type { FileStore } from '../project/fileStore';
import { statementOf } from '../project/places';
import { createMemory, type OpenMemory } from '../project/queries/memory';
import type { Runtime } from '../project/queries/runtime';
import type { FileSystem } from '../text/fileSystem';
import type { CacheStore } from './cacheFile';
import type { Loader } from './loader';
import { type Restored, restore } from './restore';
import { save } from './save';

/** What a workspace knows, kept from one run to the next. */
export interface Cache {
  /** Resolves when it is read. */
  readonly ready: Promise<void>;
  /** Writes what it does not have yet. */
  save(): Promise<void>;
}

export interface CacheContext {
  readonly files: FileStore;
  readonly loader: Loader;
  readonly fileSystem: FileSystem;
  /** The fingerprint of the workspace's settings now: the input with the key `settingsKey`. */
  readonly settingsPrint: () => string;
  /** The environment variables that were looked at so far. */
  readonly variables: Set<string>;
  readonly variable: (name: string) => string | undefined;
  readonly log: (message: string) => void;
}

/** The key of the input that holds a workspace's settings. */
export const settingsKey = 'settings';

/** Begins to read a cache. One that cannot be read is as good as none. */
export function openCache(runtime: Runtime, store: CacheStore, context: CacheContext): Cache {
  const { files, settingsPrint, variables, log } = context;
  let restored: Restored | undefined;
  let memory: OpenMemory;

  const open = async (): Promise<void> => {
    try {
      restored = await restore(store, context);
    } catch (error) {
      log(`The cache is not used: ${describe(error)}`);
    }
    for (const name of restored?.variables ?? []) variables.add(name);
    const isSet = () => restored?.settings === settingsPrint();
    const inputs = {
      changes: () => (isSet() ? files.changes() : runtime.revision),
      isAs: (key: string, print: string) => (key === settingsKey ? print === settingsPrint() : files.isAs(key, print)),
      print: (key: string) => (key === settingsKey ? settingsPrint() : files.print(key)),
    };
    memory = createMemory(runtime, restored?.memory, inputs, (path, unit, n) => statementOf(files, { path, unit, n }));
    runtime.memory = memory;
  };
  const ready = open();

  let isSaving = false;
  let savedAt: number | undefined;
  const isUpToDate = (): boolean => {
    if (savedAt !== undefined) return savedAt === files.version();
    return restored !== undefined && !restored.isOutdated && files.changes() === 0 && memory.isSaved();
  };

  return {
    ready,
    async save() {
      await ready;
      if (isSaving || isUpToDate()) return;
      isSaving = true;
      savedAt = files.version();
      try {
        await save(store, { ...context, settings: settingsPrint(), memory, restored });
      } catch (error) {
        log(`The cache was not written: ${describe(error)}`);
      } finally {
        isSaving = false;
      }
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
