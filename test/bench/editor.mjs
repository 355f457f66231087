import { readFile } from 'node:fs/promises';
import { startServer, uriOf } from './measure.mjs';

/** A number below a limit, the same sequence each time (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/**
 * Types and asks in a server that has read everything: for each kind of thing the times in ms.
 * @param workspace as `releaseWithBigFiles` makes it
 */
export async function measureEditor(bundles, workspace, count) {
  const server = await startServer(bundles, workspace);
  const model = await openFile(server, workspace.models, 'python');
  const template = await openFile(server, workspace.template, 'html');
  await server.complete;
  const [{ root }] = await server.ask('djangology/projects');
  const open = [model, template];

  /** Until the server has told again what is wrong in the open files and in the whole project. */
  const allAnswers = () =>
    Promise.all([
      ...open.map((file) => server.ask('textDocument/codeAction', diagnosticsOf(file))),
      server.ask('djangology/unresolved', { root }),
    ]);
  const timed = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const typed = async (file) => {
    const random = randomFrom(1);
    const times = [];
    for (let i = 0; i < count; i++) {
      const at = somewhere(file.text, random);
      const insert = () => file.change(at, at, 'x');
      const remove = () => file.change(at, at + 1, '');
      for (const change of [insert, remove])
        times.push(
          await timed(async () => {
            await change();
            await allAnswers();
          }),
        );
    }
    return times;
  };
  const asked = async (method) => {
    const random = randomFrom(2);
    const times = [];
    for (let i = 0; i < count; i++) {
      const file = open[i % open.length];
      const names = [...file.text.matchAll(file === model ? inPython : inTemplate)];
      const match = names[random(names.length)];
      const position = file.position(match.index + match[0].length);
      times.push(await timed(() => server.ask(method, { textDocument: { uri: file.uri }, position })));
    }
    return times;
  };
  await allAnswers();
  const result = {
    completion: await asked('textDocument/completion'),
    hover: await asked('textDocument/hover'),
    definition: await asked('textDocument/definition'),
    template: await typed(template),
    python: await typed(model),
  };
  await server.stop();
  return result;
}

/** Where names stand that the server knows: each match ends in one. */
const inPython = /(?:reverse\(|render\(request, )"[\w:]+/g;
const inTemplate = /\{% (?:url '[\w:]+|translate|load i18n|if|for|static '[\w/]+)|\|\w+/g;

/** Opens a file in the server; its text changes as one types. */
export async function openFile(server, path, languageId) {
  const uri = uriOf(path);
  let version = 1;
  const file = {
    uri,
    text: await readFile(path, 'utf8'),
    position(offset) {
      const before = file.text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1).length };
    },
    async change(start, end, text) {
      const range = { start: file.position(start), end: file.position(end) };
      file.text = file.text.slice(0, start) + text + file.text.slice(end);
      version++;
      const textDocument = { uri, version };
      await server.tell('textDocument/didChange', { textDocument, contentChanges: [{ range, text }] });
    },
  };
  await server.tell('textDocument/didOpen', { textDocument: { uri, languageId, version, text: file.text } });
  return file;
}

function diagnosticsOf({ uri, text }) {
  const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
  return { textDocument: { uri }, range, context: { diagnostics: [] } };
}

/** An offset with text around it: nobody types into the indentation. */
function somewhere(text, random) {
  for (;;) {
    const at = random(text.length);
    if (/\S/.test(text[at])) return at;
  }
}
