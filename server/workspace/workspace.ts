import { createProject } from '../project/createProject';
import { type FoundProject, findProjects, projectOf, projectsWithSettings } from '../project/discovery';
import type { EnvironmentHints, Variables } from '../project/environment/environment';
import { createFileStore, type FileStore } from '../project/fileStore';
import type { Project } from '../project/project';
import { type Input, input, query } from '../project/queries/query';
import { createRuntime, type Runtime } from '../project/queries/runtime';
import type { FileSystem } from '../text/fileSystem';
import type { Path } from '../text/paths';
import { openCache, settingsKey } from './cache';
import type { CacheStore } from './cacheFile';
import { createLoader, type Loader } from './loader';

/** The projects of one or more folders, with their files read as far as anybody asked. */
export interface Workspace {
  readonly files: FileStore;
  readonly loader: Loader;
  projects(): readonly Project[];
  projectOf(path: Path): Project | undefined;
  /** Reads until the answer needs no further file; the answer of the last try. */
  settle<T>(answer: () => T): Promise<T>;
  /** Reads everything that no query has asked for yet, so that every name's uses are known; then answers may speak of what is missing. */
  readRest(): Promise<void>;
  readonly settings: Input<WorkspaceSettings>;
  /** Resolves when the cache is read: what is set and asked before waits for it. */
  readonly ready: Promise<void>;
  /** Writes into the cache what it does not have yet. */
  saveCache(): Promise<void>;
}

/** What is set from outside and may change. */
export interface WorkspaceSettings {
  /** Dotted name of the settings module that overrules the one found. */
  readonly settingsModule?: string;
  /** Interpreter that overrules the environment found. */
  readonly python?: Path;
  /** By workspace folder, the interpreter that the editor reports. */
  readonly reported?: ReadonlyMap<Path, Path>;
}

export interface WorkspaceOptions {
  readonly folders: readonly Path[];
  readonly fileSystem: FileSystem;
  readonly settings?: WorkspaceSettings;
  /** Environment variables of the process, for finding environments. */
  readonly processVariables: ReadonlyMap<string, string>;
  /** Environment variables whose values the projects' code sees; none in an editor, where they are not known. */
  readonly variables?: ReadonlyMap<string, string>;
  readonly log: (message: string) => void;
  /** Where what is known is kept from one run to the next. */
  readonly cache?: CacheStore;
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const runtime: Runtime = createRuntime();
  const files = createFileStore(runtime);
  const loader = createLoader(files, options.fileSystem, options.log);
  const settings = input<WorkspaceSettings>(runtime, options.settings ?? {}, sameSettings, settingsKey);
  const asked = new Set<string>();
  const variables = noting(options.variables ?? new Map(), 'code', asked);
  const processVariables = noting(options.processVariables, 'process', asked);

  const complete = input(runtime, false);
  const known = new Map<string, Project>();
  const found = query(
    runtime,
    () => options.folders.flatMap((folder) => foundIn(folder).map((one) => ({ one, folder }))),
    sameFound,
    { name: 'found', as: 'data' },
  );
  const foundIn = (folder: Path): readonly FoundProject[] => {
    const { settingsModule } = settings.get();
    return settingsModule === undefined
      ? findProjects(files, folder)
      : projectsWithSettings(files, folder, settingsModule);
  };
  const hintsFor = (folder: Path): EnvironmentHints => {
    const { python, reported } = settings.get();
    return { configured: python, reported: reported?.get(folder), variables: processVariables };
  };
  const projects = query(runtime, () =>
    found().map(({ one, folder }) => {
      const key = JSON.stringify([one, folder]);
      const project =
        known.get(key) ??
        createProject(runtime, files, {
          found: one,
          workspace: folder,
          hints: () => hintsFor(folder),
          variables,
          isComplete: () => complete.get(),
        });
      known.set(key, project);
      return project;
    }),
  );

  const cache =
    options.cache &&
    openCache(runtime, options.cache, {
      files,
      loader,
      fileSystem: options.fileSystem,
      settingsPrint: () => settingsPrint(settings.peek()),
      variables: asked,
      variable: (name) => notedValue(name, options),
      log: options.log,
    });
  const ready = cache?.ready ?? Promise.resolve();

  const settle = async <T>(answer: () => T): Promise<T> => {
    await ready;
    for (;;) {
      const result = answer();
      if (!(await loader.readWanted())) return result;
    }
  };

  return {
    files,
    loader,
    projects,
    projectOf: (path) => projectOf(projects(), path),
    settle,
    async readRest() {
      const sources = await settle(() =>
        projects().flatMap((project) => [...project.pythonFiles(), ...project.ownTemplates()]),
      );
      await loader.readAll([...new Set(sources)]);
      await settle(() => projects().map((project) => project.problems()));
      complete.set(true);
    },
    settings,
    ready,
    saveCache: async () => cache?.save(),
  };
}

/** The same variables; the names that are looked at are noted, with the kind before them. */
function noting(variables: Variables, kind: string, asked: Set<string>): Variables {
  const note = (name: string) => asked.add(`${kind} ${name}`);
  return {
    get(name) {
      note(name);
      return variables.get(name);
    },
    has(name) {
      note(name);
      return variables.has(name);
    },
  };
}

/** The value of a variable that was noted. */
function notedValue(noted: string, { variables, processVariables }: WorkspaceOptions): string | undefined {
  const [kind, name] = noted.split(' ', 2);
  return (kind === 'code' ? variables : processVariables)?.get(name);
}

function sameFound(a: readonly { one: FoundProject }[], b: readonly { one: FoundProject }[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameSettings(a: WorkspaceSettings, b: WorkspaceSettings): boolean {
  return settingsPrint(a) === settingsPrint(b);
}

function settingsPrint(settings: WorkspaceSettings): string {
  return JSON.stringify([settings.settingsModule, settings.python, [...(settings.reported ?? [])]]);
}
