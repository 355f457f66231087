import * as assert from 'node:assert';
import { toCompletions } from '../../server/lsp/convert';
import type { Completion } from '../../server/project/kind';
import { lineIndex } from '../../server/text/lineIndex';

describe('completions as LSP has them', () => {
  const lines = lineIndex("{% url 'a' %}");
  const target = { kind: 'route', replace: { start: 8, end: 9 }, quote: '' } as const;
  const items: Completion[] = [
    { label: 'admin', kind: 'route', insert: 'admin', rank: 1, documentation: () => 'The site.' },
    { label: 'about', kind: 'route', insert: "'about'", rank: 2 },
  ];
  const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } };

  it('say once what all have in common, to a client that takes it', () => {
    const list = toCompletions(lines, target, { items, isIncomplete: false }, 'data', true, undefined);
    assert.ok(!Array.isArray(list));
    assert.deepEqual(list.itemDefaults, { editRange: range, insertTextFormat: 1, data: 'data' });
    assert.deepEqual(
      list.items.map(({ label, textEdit, textEditText, data }) => ({ label, textEdit, textEditText, data })),
      [
        { label: 'admin', textEdit: undefined, textEditText: undefined, data: undefined },
        { label: 'about', textEdit: undefined, textEditText: "'about'", data: undefined },
      ],
    );
  });

  it('have places to type in, for a client that shows them', () => {
    const pieces = ["'shop:$x}' pk=", { place: 'pk' }, ' %}', { end: true as const }];
    const marked: Completion[] = [
      {
        label: 'shop',
        kind: 'route',
        insert: 'shop',
        rank: 1,
        snippet: { pieces, replace: { start: 8, end: 10 }, asks: true },
      },
      { label: 'if … endif', kind: 'tag', insert: 'if', rank: 1, snippet: { pieces: ['if'], isAll: true } },
    ];
    const wider = { start: range.start, end: { line: 0, character: 10 } };
    const support = { suggestCommand: 'suggest' };
    for (const isShared of [true, false]) {
      const list = toCompletions(lines, target, { items: marked, isIncomplete: false }, 'data', isShared, support);
      const [first] = Array.isArray(list) ? list : list.items;
      assert.deepEqual(
        [first.insertTextFormat, first.textEdit],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet
        [2, { range: wider, newText: "'shop:\\$x\\}' pk=${1:pk} %\\}$0" }],
      );
      assert.deepEqual(first.command, { title: 'Suggest', command: 'suggest' });
      const plain = toCompletions(lines, target, { items: marked, isIncomplete: false }, 'data', isShared, undefined);
      const items = Array.isArray(plain) ? plain : plain.items;
      assert.deepEqual(
        items.map(({ label }) => label),
        ['shop'],
      );
    }
  });

  it('are whole, each by itself, to another', () => {
    const list = toCompletions(lines, target, { items, isIncomplete: false }, 'data', false, undefined);
    assert.ok(Array.isArray(list));
    assert.deepEqual(
      list.map(({ label, textEdit, data }) => ({ label, textEdit, data })),
      [
        { label: 'admin', textEdit: { range, newText: 'admin' }, data: 'data' },
        { label: 'about', textEdit: { range, newText: "'about'" }, data: undefined },
      ],
    );
  });
});
