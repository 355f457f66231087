import type { ImportString } from './project/modules/importStrings';
import type { Project } from './project/project';
import type { Place } from './python/values';
import type { Path } from './text/paths';

/** How a path and a place are written. */
export interface Writing {
  readonly file: (path: Path | undefined) => string | undefined;
  readonly where: (place: Place | undefined) => object;
}

/** The part of `inspect` about what runs around the views: template engines, middleware, error handlers, signals, static files. */
export function inspectSetup(project: Project, { file, where }: Writing): object {
  const named = ({ path, dotted, place }: ImportString) => ({ path, target: dotted, ...where(place) });
  return {
    engines: project.engines().list.map((engine) => ({
      name: engine.name,
      backend: engine.class,
      ...where(engine.place),
      loaders: engine.loaders,
      folders: engine.folders.map(file),
      inMemory: engine.names,
      contextProcessors: engine.contextProcessors.list.map(named),
      environment: engine.environment ? named(engine.environment) : null,
    })),
    foreignTemplates: [...project.foreignTemplates().files].map(([name, paths]) => ({ name, files: paths.map(file) })),
    middleware: project.middleware().list.map(named),
    errorHandlers: project.errorHandlers().map(({ name, dotted, place, declared }) => ({
      name,
      view: dotted ?? null,
      ...where(place),
      declared: declared ? where(declared) : null,
    })),
    signals: project.signals().signals.map(({ name, place }) => ({ name, ...where(place) })),
    receivers: project.signals().receivers.map(({ signal, receiver, sender, place, connected }) => ({
      signal,
      receiver,
      // Null for any sender; left out where it is not known.
      sender,
      ...where(place),
      connected: where(connected),
    })),
    staticFiles: [...project.staticFiles().files].map(([name, paths]) => ({ name, files: paths.map(file) })),
  };
}
