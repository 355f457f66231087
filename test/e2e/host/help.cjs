// What the tests in the extension host share: documents of the sample, places in them by their text, and patience.
const assert = require('node:assert');
const vscode = require('vscode');

const extensionId = 'djangology.djangology';
const patience = 20_000;

/** Opens a file of the sample, named by its path in it. */
async function open(file) {
  const [folder] = vscode.workspace.workspaceFolders;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The position behind the first `text` of a document. */
function after(document, text) {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${document.uri.path} holds ${text}`);
  return document.positionAt(offset + text.length);
}

/** Repeats `ask` until `accepts` its answer; fails with the last answer. */
async function eventually(ask, accepts) {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (accepts(answer)) return answer;
    if (Date.now() > deadline) assert.fail(`the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const labelOf = ({ label }) => (typeof label === 'string' ? label : label.label);

/** Waits until `expected` is among the completions behind `text`. Resolves to its item. */
async function completes(document, text, expected) {
  const ask = async () => {
    const list = await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      document.uri,
      after(document, text),
    );
    return list.items.map(labelOf);
  };
  await eventually(ask, (labels) => labels.includes(expected));
}

/** Waits until the hover behind `text` says `expected`. */
async function hovers(document, text, expected) {
  const ask = async () => {
    const hovers = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      document.uri,
      after(document, text),
    );
    return hovers
      .flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)))
      .join('\n');
  };
  await eventually(ask, (said) => said.includes(expected));
}

/** Waits until the definition of what stands behind `text` is in `file`, at a line that holds `line`. */
async function definedIn(document, text, file, line) {
  const ask = async () => {
    const found = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      document.uri,
      after(document, text),
    );
    const places = found.map((item) => ({
      uri: item.targetUri ?? item.uri,
      range: item.targetSelectionRange ?? item.targetRange ?? item.range,
    }));
    const lines = [];
    for (const { uri, range } of places) {
      const target = await vscode.workspace.openTextDocument(uri);
      lines.push(`${uri.path}: ${target.lineAt(range.start.line).text}`);
    }
    return lines;
  };
  await eventually(ask, (places) => places.some((place) => place.includes(`/${file}: `) && place.includes(line)));
}

/** The codes of our diagnostics for a document, such as `route-not-found`. */
function codes(document) {
  const ours = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'djangology');
  return ours.map(({ code }) => (typeof code === 'object' ? code.value : code));
}

/** Changes the text of a document in the editor; nothing is saved. */
async function replace(document, before, with_) {
  const edit = new vscode.WorkspaceEdit();
  const end = after(document, before);
  edit.replace(document.uri, new vscode.Range(document.positionAt(document.offsetAt(end) - before.length), end), with_);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

module.exports = { after, codes, completes, definedIn, eventually, extensionId, hovers, open, replace };
