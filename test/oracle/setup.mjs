/**
 * The facts about what runs around the views, in the form of facts.mjs: template engines, middleware, context processors,
 * error handlers, signals and static files.
 */

/** From what ask_django wrote. */
export function addSetup(add, truth, own) {
  for (const engine of truth.templates) {
    add('engines', engine.name, engine.backend);
    (engine.loaders ?? []).forEach((loader, at) => {
      add('template loaders', engine.name, at, loader);
    });
    for (const name of engine.in_memory ?? []) add('templates in memory', engine.name, name);
    for (const one of engine.context_processors ?? []) addNamed(add, 'context processors', one, own, engine.name);
    for (const [name, found] of Object.entries(engine.templates)) {
      const kind = engine.library_contents === undefined ? 'other templates' : 'template order';
      if (found.every(own))
        addFiles(
          add,
          kind,
          name,
          found.map((one) => one.file),
        );
    }
  }
  for (const one of truth.middleware) addNamed(add, 'middleware', one, own);
  for (const [name, view] of Object.entries(truth.urls?.handlers ?? {})) {
    if (view) add('error handlers', name, `${view.module}.${view.qualname}`);
  }
  for (const { signal, receivers, file } of truth.signals) {
    if (own({ file })) add('signals', signal);
    for (const receiver of receivers.filter(own)) {
      const path = `${receiver.module}.${receiver.qualname}`;
      add('receivers', signal, path);
      // Of a sender that is no class nothing can be told apart.
      if (receiver.sender !== '?') add('senders', signal, path, receiver.sender ?? 'any');
    }
  }
  for (const [name, files] of Object.entries(truth.staticfiles ?? {})) {
    const first = files[0];
    if (own({ file: first })) add('static files', name, short(first));
    if (files.length > 1 && files.every((file) => own({ file }))) addFiles(add, 'static order', name, files);
  }
}

/** From what `djangology inspect --json` printed. */
export function addIndexedSetup(add, index, own) {
  for (const engine of index.engines) {
    add('engines', engine.name, engine.backend);
    engine.loaders.forEach((loader, at) => {
      add('template loaders', engine.name, at, loader);
    });
    for (const name of engine.inMemory) add('templates in memory', engine.name, name);
    for (const one of engine.contextProcessors) addIndexedNamed(add, 'context processors', one, own, engine.name);
  }
  for (const { name, files } of index.templates) if (files.every(own)) addFiles(add, 'template order', name, files);
  for (const { name, files } of index.foreignTemplates)
    if (files.every(own)) addFiles(add, 'other templates', name, files);
  for (const one of index.middleware) addIndexedNamed(add, 'middleware', one, own);
  for (const { name, view } of index.errorHandlers) if (view) add('error handlers', name, view);
  for (const { name, file } of index.signals) if (own(file)) add('signals', name);
  for (const { signal, receiver, sender } of index.receivers.filter((one) => own(one.file))) {
    add('receivers', signal, receiver);
    if (sender !== undefined) add('senders', signal, receiver, sender ?? 'any');
  }
  for (const { name, files } of index.staticFiles) {
    if (own(files[0])) add('static files', name, files[0]);
    if (files.length > 1 && files.every(own)) addFiles(add, 'static order', name, files);
  }
}

/** What a setting names by its path: the path, and for one of the project its definition. */
function addNamed(add, kind, { path, module, qualname, file, line }, own, ...parts) {
  const target = own({ file }) ? [`${module}.${qualname}`, `${short(file)}:${line}`] : [];
  add(kind, ...parts, path, ...target);
}

function addIndexedNamed(add, kind, { path, target, file, line }, own, ...parts) {
  add(kind, ...parts, path, ...(own(file) ? [target, `${file}:${line}`] : []));
}

function addFiles(add, kind, name, files) {
  add(kind, name, files.map(short).join(' < '));
}

function short(file) {
  return file.replace('$PROJECT/', '');
}
