import { join } from 'node:path';
import { least, startServer, uriOf } from './measure.mjs';

/** What is asked for in a template that was open when the editor started. */
const questions = [
  ['a tag', '{% load i18n %}\n{% tra'],
  ['a route', "{% url '"],
];

/**
 * What a server has used when it first answers a completion in an open template as it will once all is read; for each
 * question its name and the least use.
 */
export async function firstCompletion(bundles, { folder, python }, times) {
  const results = [];
  for (const [what, text] of questions) {
    const expected = await answer(bundles, { folder, python }, text, true);
    const used = await least(times, async () => {
      const { labels, used: sofar } = await answer(bundles, { folder, python }, text, false);
      if (labels !== expected.labels) throw new Error(`The first completion of ${what} is not yet right.`);
      return sofar;
    });
    results.push([what, used]);
  }
  return results;
}

async function answer(bundles, { folder, python }, text, whenComplete) {
  const server = await startServer(bundles, { folder, python });
  const uri = uriOf(join(folder, 'tests/templates/bench.html'));
  await server.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'html', version: 1, text } });
  if (whenComplete) await server.complete;
  const lines = text.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1).length };
  const { items } = await server.ask('textDocument/completion', { textDocument: { uri }, position });
  const used = await server.used();
  await server.stop();
  const labels = JSON.stringify(items.map(({ label }) => label));
  if (labels === '[]') throw new Error(`Nothing is completed in ${text}.`);
  return { labels, used };
}
