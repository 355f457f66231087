import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { checks } from '../checks/checks';
import { diagnostics } from '../features/diagnostics';
import type { Diagnostic, Severity } from '../project/findings/finding';
import type { Project } from '../project/project';
import type { FileView } from '../project/view';
import { type Project as ProjectStatus, ServerNotification, type Status } from '../protocol';
import { type LineIndex, lineIndex } from '../text/lineIndex';
import { basename, type Path } from '../text/paths';
import { toRange } from './convert';
import type { Session } from './session';
import { uriOf } from './uris';

/** Keeps the client's diagnostics and status in step with the index. Only what changed is sent. */
export function publishChanges(session: Session): void {
  const shown = new Map<string, { readonly found: readonly Diagnostic[]; readonly text: string }>();
  let status = '';
  let running = false;
  let again = false;

  const publish = async (): Promise<void> => {
    for (const document of session.documents.all()) {
      const { uri, version } = document;
      const told = shown.get(uri);
      const now = await session.ask(uri, (view, current) => {
        const found = diagnostics(view, checks, session.rules());
        // The same list stands where it stood; what another version has, the next round tells.
        const isTold = found === told?.found || current.version !== version;
        return isTold ? 'told' : { found, diagnostics: toDiagnostics(view, found, session.showsRelated) };
      });
      if (now === 'told' || session.documents.get(uri) === undefined) continue;
      const { found, diagnostics: own } = now ?? nothing;
      const text = JSON.stringify(own);
      shown.set(uri, { found, text });
      if (text !== told?.text) await session.connection.sendDiagnostics({ uri, version, diagnostics: own });
    }
    for (const uri of shown.keys()) {
      if (session.documents.get(uri) !== undefined) continue;
      shown.delete(uri);
      await session.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
    const next = await session.workspace.settle(() => statusOf(session.workspace.projects()));
    if (JSON.stringify(next) === status) return;
    status = JSON.stringify(next);
    await session.connection.sendNotification(ServerNotification.status, next);
  };

  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await session.answering(publish);
      } while (again);
    } catch (error) {
      session.log(`Publishing failed: ${error instanceof Error ? error.stack : String(error)}`);
    } finally {
      running = false;
    }
  };
  session.onChange(() => void run());
}

const nothing = { found: [], diagnostics: [] };

function toDiagnostics({ text, path }: FileView, found: readonly Diagnostic[], showsRelated: boolean): LspDiagnostic[] {
  if (found.length === 0) return [];
  const lines = lineIndex(text);
  return found.map((diagnostic) => ({
    range: toRange(lines, diagnostic.range),
    message: diagnostic.message,
    severity: severities[diagnostic.severity],
    code: diagnostic.rule,
    source: 'djangology',
    ...(diagnostic.tag && { tags: [tags[diagnostic.tag]] }),
    ...(showsRelated && diagnostic.related && { relatedInformation: [toRelated(path, lines, diagnostic.related)] }),
  }));
}

function toRelated(path: Path, lines: LineIndex, { range, message }: NonNullable<Diagnostic['related']>) {
  return { location: { uri: uriOf(path), range: toRange(lines, range) }, message };
}

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What the client shows of the projects. */
export function statusOf(projects: readonly Project[]): Status {
  const complete = projects.every((project) => project.isComplete());
  return {
    projects: projects.map((project) => projectStatus(project, projects)),
    ...(!complete && { busy: 'Reading the project' }),
  };
}

function projectStatus(project: Project, all: readonly Project[]): ProjectStatus {
  const { root, found } = project;
  const own = basename(root);
  const shared = all.some((other) => other !== project && basename(other.root) === own);
  const environment = project.environment();
  return {
    root: uriOf(root),
    name: shared ? root.split('/').slice(-2).join('/') : own,
    managePy: found.managePy && uriOf(found.managePy),
    settingsModule: found.settingsModule,
    python: environment?.python,
    django: project.django(),
    complete: project.isComplete(),
    // Counting them reads nearly everything; what is known of the project so far should not wait for that.
    unresolved: project.isComplete() ? project.problems().length : 0,
  };
}
