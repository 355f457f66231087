import * as vscode from 'vscode';

/** VS Code's own pairs for HTML: a configuration set by code replaces the list as a whole. */
const htmlPairs: vscode.AutoClosingPair[] = [
  { open: '{', close: '}' },
  { open: '[', close: ']' },
  { open: '(', close: ')' },
  { open: "'", close: "'" },
  { open: '"', close: '"' },
  { open: '<!--', close: '-->', notIn: [vscode.SyntaxTokenType.Comment, vscode.SyntaxTokenType.String] },
];

/** As in language-configuration.json. The pairs with a space make a space typed inside of an empty tag appear on both sides. */
const templatePairs: vscode.AutoClosingPair[] = ['%', '{', '#'].flatMap((mark) => {
  const end = mark === '{' ? '}' : mark;
  return [
    { open: `{${mark}`, close: `${end}}` },
    { open: `{${mark} `, close: ` ${end}}` },
  ];
});

/** All pairs of the language mode html, in a window with a Django project: the same as those of django-html. */
export const autoClosingPairs: readonly vscode.AutoClosingPair[] = [...htmlPairs, ...templatePairs];

/** Makes the delimiters of a template close themselves in the language mode html too. */
export function closeTemplateDelimitersInHtml(): vscode.Disposable {
  return vscode.languages.setLanguageConfiguration('html', { autoClosingPairs: [...autoClosingPairs] });
}
