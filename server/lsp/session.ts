import type { Connection, InitializeParams } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { RuleSettings } from '../features/diagnostics';
import type { InlayHintSettings } from '../features/inlayHints';
import { type FileView, viewFile } from '../project/view';
import type { Environment, InitializationOptions } from '../protocol';
import type { FileSystem } from '../text/fileSystem';
import { isInside, type Path } from '../text/paths';
import type { CacheStore } from '../workspace/cacheFile';
import { createWorkspace, type Workspace, type WorkspaceSettings } from '../workspace/workspace';
import type { SnippetSupport } from './convert';
import type { HtmlServices } from './htmlServices';
import { pathOf, pathOfFile } from './uris';

/** One client's session: its workspace, kept in step with its documents, its files and its settings. */
export interface Session {
  readonly workspace: Workspace;
  readonly documents: TextDocuments<TextDocument>;
  readonly connection: Connection;
  readonly rules: () => RuleSettings;
  /** Whether the client takes what completions have in common once for all. */
  readonly takesDefaults: boolean;
  /** Whether the client shows other places of a problem. */
  readonly showsRelated: boolean;
  /** Whether the client shows what cannot be done, with the reason. */
  readonly showsDisabled: boolean;
  /** Whether the client asks its user about single changes of an edit. */
  readonly takesAnnotations: boolean;
  /** Whether the user wants to see code lenses. */
  readonly showsLenses: () => boolean;
  /** Which hints the user wants to see within a text. */
  readonly inlayHints: () => InlayHintSettings;
  /** Whether the client asks for inlay hints anew when it is told to. */
  readonly refreshesHints: boolean;
  /** Whether the client asks for code lenses anew when it is told to. */
  readonly refreshesLenses: boolean;
  /** Undefined where what a completion writes can have no places to type in. */
  readonly snippets: SnippetSupport | undefined;
  /** The language services of HTML and CSS, loaded when they are first asked for; undefined for a server that has none. */
  html(): Promise<HtmlServices | undefined>;
  /** Asks about a file once all that the answer needs has been read; undefined where the file is of no project. */
  ask<T>(uri: string, answer: (view: FileView, document: TextDocument) => T): Promise<T | undefined>;
  /** Works for somebody who waits; meanwhile, and a little longer, nothing is written to the cache. */
  answering<T>(work: () => Promise<T>): Promise<T>;
  /** Takes in what the open documents hold now. */
  readOpenDocuments(): Promise<void>;
  /** Runs after each change of anything, when the server comes to rest. */
  onChange(listener: () => void): void;
  log(message: string): void;
}

/**
 * Makes the cache of a workspace's folders; undefined where nothing can be kept.
 * @param storage the folder that the client has for it, as a file path
 */
export type CacheIn = (storage: string | undefined, folders: readonly Path[]) => CacheStore | undefined;

/** Types tell what is not written; paths and origins are written elsewhere, and long. */
const defaultHints: InlayHintSettings = { variableTypes: true, routePaths: false, blockOrigins: false };

/** What only some entry points can give. */
export interface Host {
  /** Absent for a server without a disk. */
  readonly cacheIn?: CacheIn;
  readonly loadHtml?: (options: InitializationOptions) => Promise<HtmlServices | undefined>;
}

/**
 * How long nothing may have changed before what is known is written to the cache: at first, and later, when little is lost
 * without it. In ms.
 */
const quietBeforeSaving = { first: 3_000, later: 5 * 60_000 };

export function startSession(
  connection: Connection,
  fileSystem: FileSystem,
  params: InitializeParams,
  variables: ReadonlyMap<string, string>,
  host: Host = {},
): Session {
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
  const folders = outermost(roots.map(pathOf));
  const log = (message: string) => connection.console.info(message);
  const cache = host.cacheIn?.(options.storagePath, folders);
  const workspace = createWorkspace({
    folders,
    fileSystem,
    processVariables: variables,
    settings: { reported: reportedBy(options.environments ?? []) },
    log,
    cache,
  });
  const documents = new TextDocuments(TextDocument);
  const listeners: (() => void)[] = [];
  let rules: RuleSettings = {};
  let showsLenses = true;
  let inlayHints = defaultHints;
  let html: Promise<HtmlServices | undefined> | undefined;

  // Changes are taken in one after the other: an overlay must never be older than the one before it.
  let queue: Promise<unknown> = Promise.resolve();
  const change = (what: string, apply: () => Promise<unknown>): void => {
    queue = queue
      .then(() => workspace.ready)
      .then(apply)
      .catch((error) => log(`${what} failed: ${describe(error)}`));
    void queue.then(() => {
      for (const listener of listeners) listener();
    });
    saveSoon();
  };

  let saving: ReturnType<typeof setTimeout> | undefined;
  let isRead = false;
  let isSaved = false;
  let requests = 0;
  const saveSoon = (): void => {
    clearTimeout(saving);
    if (!isRead || cache === undefined) return;
    const save = async () => {
      if (requests > 0) return saveSoon();
      isSaved = true;
      await workspace.saveCache();
    };
    saving = setTimeout(() => void save(), isSaved ? quietBeforeSaving.later : quietBeforeSaving.first);
  };

  documents.onDidChangeContent(({ document }) =>
    change('Reading a document', () => workspace.loader.setOverlay(pathOf(document.uri), document.getText())),
  );
  documents.onDidClose(({ document }) =>
    change('Closing a document', () => workspace.loader.setOverlay(pathOf(document.uri), undefined)),
  );
  documents.listen(connection);

  connection.onDidChangeWatchedFiles(({ changes }) =>
    change('Reading changed files', async () => {
      await workspace.loader.changed(changes.map(({ uri }) => pathOf(uri)));
      // New files are read even where nobody asks for them yet: their names are uses of others.
      await workspace.readRest();
    }),
  );
  connection.onDidChangeConfiguration(() => change('Reading the settings', readConfiguration));
  connection.onNotification('djangology/environments', ({ environments }: { environments: readonly Environment[] }) =>
    change('Changing the environment', async () => set({ reported: reportedBy(environments) })),
  );

  const set = (settings: Partial<WorkspaceSettings>) =>
    workspace.settings.set({ ...workspace.settings.get(), ...settings });

  const readConfiguration = async (): Promise<void> => {
    if (!params.capabilities.workspace?.configuration) return;
    const given = (await connection.workspace.getConfiguration('djangology')) as {
      settingsModule?: string;
      pythonPath?: string;
      checks?: RuleSettings;
      codeLens?: boolean;
      inlayHints?: Partial<InlayHintSettings>;
    } | null;
    rules = given?.checks ?? {};
    showsLenses = given?.codeLens ?? true;
    inlayHints = { ...defaultHints, ...given?.inlayHints };
    set({
      settingsModule: given?.settingsModule || undefined,
      python: given?.pythonPath ? pathOfFile(given.pythonPath) : undefined,
    });
  };

  connection.onInitialized(() => {
    watchFiles(connection, params);
    change('Reading the workspace', async () => {
      await readConfiguration();
      await workspace.settle(() => workspace.projects());
      for (const listener of listeners) listener();
      await workspace.readRest();
      isRead = true;
      saveSoon();
    });
  });

  return {
    workspace,
    documents,
    connection,
    rules: () => rules,
    showsLenses: () => showsLenses,
    inlayHints: () => inlayHints,
    refreshesHints: params.capabilities.workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: params.capabilities.workspace?.codeLens?.refreshSupport === true,
    snippets: params.capabilities.textDocument?.completion?.completionItem?.snippetSupport
      ? { suggestCommand: options.suggestCommand }
      : undefined,
    showsRelated: params.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true,
    showsDisabled: params.capabilities.textDocument?.codeAction?.disabledSupport === true,
    takesAnnotations: params.capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    takesDefaults: sharedDefaults.every((name) =>
      params.capabilities.textDocument?.completion?.completionList?.itemDefaults?.includes(name),
    ),
    log,
    html() {
      html ??= Promise.resolve(host.loadHtml?.(options)).catch((error) => {
        log(`HTML gets no help: ${describe(error)}`);
        return undefined;
      });
      return html;
    },
    async ask(uri, answer) {
      const document = documents.get(uri);
      if (document === undefined) return undefined;
      const path = pathOf(uri);
      await workspace.ready;
      await overlayOf(workspace, path, document);
      return workspace.settle(() => {
        const project = workspace.projectOf(path) ?? workspace.projects()[0];
        const view = project && viewFile(project, path);
        return view && answer(view, document);
      });
    },
    async answering(work) {
      requests++;
      try {
        return await work();
      } finally {
        requests--;
        // The first time there is much to write: who asks again is not to wait for that.
        if (!isSaved) saveSoon();
      }
    },
    async readOpenDocuments() {
      await workspace.ready;
      for (const document of documents.all()) await overlayOf(workspace, pathOf(document.uri), document);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

const sharedDefaults = ['editRange', 'insertTextFormat', 'data'];

/** A request may come before the change that it is about has been taken in. */
async function overlayOf(workspace: Workspace, path: Path, document: TextDocument): Promise<void> {
  const text = document.getText();
  if (workspace.files.text(path) !== text) await workspace.loader.setOverlay(path, text);
}

function watchFiles(connection: Connection, params: InitializeParams): void {
  if (!params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  // Every name matters: templates and static files may have any, and folders come and go.
  void connection.client.register(
    { method: 'workspace/didChangeWatchedFiles' } as never,
    { watchers: [{ globPattern: '**/*' }] } as never,
  );
}

function reportedBy(environments: readonly Environment[]): ReadonlyMap<Path, Path> {
  return new Map(environments.map(({ folder, python }) => [pathOf(folder), pathOfFile(python)]));
}

/** Folders inside another one are read with it. */
function outermost(folders: readonly Path[]): Path[] {
  return folders.filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
