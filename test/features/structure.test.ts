import * as assert from 'node:assert';
import { documentLinks } from '../../server/features/documentLinks';
import { folding } from '../../server/features/folding';
import { highlights } from '../../server/features/highlights';
import { type OutlineEntry, outline } from '../../server/features/outline';
import { selectionRanges } from '../../server/features/selectionRanges';
import { semanticTokens } from '../../server/features/semanticTokens';
import { kinds } from '../../server/symbols/kinds';
import { lineIndex } from '../../server/text/lineIndex';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

const page = 'templates/page.html';

/** The outline of a template: an entry a line, indented by its depth. */
async function checkOutline(text: string, lines: readonly string[]): Promise<void> {
  const show = (entries: readonly OutlineEntry[], depth: string): string[] =>
    entries.flatMap(({ kind, detail, name, children }) => [
      `${depth}${kind} ${detail} ${name}`,
      ...show(children, `${depth}  `),
    ]);
  await inEachEnvironment(text, async ({ ask }) => {
    assert.deepStrictEqual(await ask(page, (view) => show(outline(view) ?? [], '')), lines);
  });
}

/** What can be folded: the lines that go, from 1. */
async function checkFolding(text: string, folds: readonly string[]): Promise<void> {
  await inEachEnvironment(text, async ({ ask }) => {
    const found = await ask(page, (view) => {
      const lines = lineIndex(view.text);
      return (folding(view) ?? []).map(({ start, end, kind }) => {
        const [first, last] = [lines.position(start).line + 2, lines.position(end).line];
        return `${first}-${last}${kind ? ` ${kind}` : ''}`;
      });
    });
    assert.deepStrictEqual(found, folds);
  });
}

/** What a selection at `$0` grows to, the file as a whole left out. */
async function checkSelection(text: string, steps: readonly string[]): Promise<void> {
  await inEachEnvironment(text, async ({ ask, fixture }) => {
    const found = await ask(page, (view) =>
      (selectionRanges(view, fixture.cursor!.offset) ?? []).map(({ start, end }) => view.text.slice(start, end)),
    );
    assert.deepStrictEqual(found.slice(0, -1), steps);
  });
}

/** The marks are what is highlighted at `$0`. */
async function checkHighlights(fixture: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => highlights(view, offset) ?? []);
    const marks = found.map(({ range }) => ({ path: `/project/${path}`, range }));
    assert.strictEqual(showMarks(opened, marks), expectedMarks(opened));
  });
}

/** The links of the template, as `text -> file`. */
async function checkLinks(fixture: string, links: readonly string[]): Promise<void> {
  await inEachEnvironment(fixture, async ({ ask, short }) => {
    const found = await ask(page, (view) =>
      (documentLinks(view, kinds) ?? []).map(
        ({ range, target }) => `${view.text.slice(range.start, range.end)} -> ${short(target.path)}`,
      ),
    );
    assert.deepStrictEqual(found, links);
  });
}

/** The pieces of the template, as `text type modifiers`. */
async function checkTokens(text: string, tokens: readonly string[]): Promise<void> {
  await inEachEnvironment(text, async ({ ask }) => {
    const found = await ask(page, (view) =>
      (semanticTokens(view) ?? []).map(({ start, end, type, modifiers }) =>
        [view.text.slice(start, end), type, ...modifiers].join(' '),
      ),
    );
    assert.deepStrictEqual(found, tokens);
  });
}

describe('the outline', () => {
  it('shows what a template is made of', () =>
    checkOutline(
      "{% extends 'base.html' %}\n{% block content %}{% if a %}{% include 'row.html' with b=c %}{% endif %}" +
        '{% block inner %}{% endblock %}{% endblock content %}\n{% block title %}{% endblock %}',
      [
        'parent extends base.html',
        'block block content',
        '  include include row.html',
        '  block block inner',
        'block block title',
      ],
    ));

  it('stays while something is being typed', () =>
    checkOutline("{% block a %}\n{% if user. <p>{{ x. </p>\n{% include '\n{% endblock %}{% block b %}{% endblock %}", [
      'block block a',
      'block block b',
    ]));

  it('has no entries of Python', () =>
    inEachEnvironment('//- shop/views.py\nx = 1\n', async ({ ask }) => {
      assert.strictEqual(await ask('shop/views.py', (view) => outline(view)), undefined);
      assert.strictEqual(await ask('shop/views.py', (view) => folding(view)), undefined);
    }));
});

describe('folding', () => {
  it('folds each branch of a block', () =>
    checkFolding('{% if a %}\n1\n{% elif b %}\n2\n3\n{% else %}\n4\n{% endif %}\n', ['2-2', '4-5', '7-7']));

  it('folds comments, and what is loaded', () =>
    checkFolding(
      '{% load i18n %}\n{% load static %}\n\n{# a #}\n{# b #}\n{% comment %}\nx\n{% endcomment %}\n{% load tz %}\n',
      ['2-2 imports', '5-5 comment', '7-7 comment'],
    ));

  it('goes on around what is being typed', () =>
    checkFolding('{% block a %}\n{% if user.\n<p>\n{{ order.lines.\n{% endblock %}\n{% if b %}\n1\n{% endif %}', [
      '2-4',
      '7-7',
    ]));

  it('folds nothing that is not closed', () => checkFolding('{% block a %}\n1\n{% if \n2\n', []));
});

describe('the selection', () => {
  it('grows from a word to its block', () =>
    checkSelection('<p>{% if a %}{{ user.na$0me.x|upper|default:b }}{% endif %}</p>', [
      'name',
      'user.name',
      'user.name.x',
      'user.name.x|upper',
      'user.name.x|upper|default:b',
      '{{ user.name.x|upper|default:b }}',
      '{% if a %}{{ user.name.x|upper|default:b }}{% endif %}',
    ]));

  it('grows in what is being typed', () => checkSelection('<p>{{ user.na$0 </p>', ['na', 'user.na', '{{ user.na ']));

  it('grows in a tag', () =>
    checkSelection("a{% include 'ro$0w.html' with b=c %}", [
      'row.html',
      "'row.html'",
      "include 'row.html' with b=c",
      "{% include 'row.html' with b=c %}",
    ]));
});

describe('highlights', () => {
  it('show the tags of a block', async () => {
    await checkHighlights('{% [|i$0f|] a %}{% if b %}{% endif %}{% [|elif|] c %}{% [|else|] %}{% [|endif|] %}');
    await checkHighlights('{% [|for|] a in b %}{% [|empty|] %}{% [|end$0for|] %}{% for a in b %}{% endfor %}');
  });

  it('show the places of a variable, as far as it is the same', async () => {
    await checkHighlights(
      '{{ item }}{% for [|it$0em|] in item.items %}{{ [|item|].name }}{% if [|item|] %}{% endif %}{% endfor %}{{ item }}',
    );
    await checkHighlights('{{ [|us$0er|].name }}{{ [|user|] }}{% if [|user|].name %}{% endif %}{{ name.user }}');
    await checkHighlights('{{ user.[|na$0me|] }}{{ user }}{% if user.[|name|].x %}{% endif %}{{ name }}');
    await checkHighlights('{% with [|a|]=a %}{{ [|$0a|]|default:[|a|] }}{% endwith %}{{ a }}');
    await checkHighlights("{% url 'x' as [|li$0nk|] %}{{ [|link|] }}{% if b %}{{ [|link|] }}{% endif %}");
    await checkHighlights('{% for [|a|] in b %}{{ [|a$0|] }}{% empty %}{{ a }}{% endfor %}');
  });

  it('show the places of a name', async () => {
    await checkHighlights("{% include '[|a$0.html|]' %}{% include 'b.html' %}{% include '[|a.html|]' %}");
    await checkHighlights('{{ a|[|up$0per|] }}{{ b|lower|[|upper|] }}');
    await checkHighlights('{% block [|a$0b|] %}{% endblock [|ab|] %}');
  });

  it('go on around what is being typed', async () => {
    await checkHighlights('{% if user.\n{% [|fo$0r|] a in b %}{{ a. \n{% [|endfor|] %}');
    await checkHighlights('{% if [|user|].\n{% for a in b %}{{ [|us$0er|] }}{{ [|user|]. \n{% endfor %}');
  });

  it('show nothing else', () => checkHighlights('<p>te$0xt {{ a }}</p>'));
});

describe('links', () => {
  const files = `
//- django: none
//- shop/urls.py
from django.urls import path
urlpatterns = [path('', print, name='index')]
//- shop/static/shop/logo.png
//- shop/templatetags/money.py
from django import template
register = template.Library()
//- templates/base.html
//- templates/row.html
`;

  it('lead to templates, static files, libraries and routes', () =>
    checkLinks(
      `${files}//- ${page}\n{% extends 'base.html' %}{% load static money %}{% include './row.html' %}` +
        "{% static 'shop/logo.png' %}{% url 'index' %}{% include 'none.html' %}{% url 'none' %}",
      [
        'base.html -> templates/base.html',
        'money -> shop/templatetags/money.py',
        './row.html -> templates/row.html',
        'shop/logo.png -> shop/static/shop/logo.png',
        'index -> shop/urls.py',
      ],
    ));
});

describe('semantic tokens', () => {
  it('tell what the pieces of tags are', () =>
    checkTokens(
      "{% for a in b.c %}{{ a|default:'x' }}{% endfor %}{% include 'r' with k=1 %}{% nonsense x %}{{ None }}",
      [
        'for keyword defaultLibrary',
        'a variable declaration',
        'in keyword',
        'b variable',
        'c property',
        'a variable',
        'default function',
        "'x' string",
        'endfor keyword defaultLibrary',
        'include keyword defaultLibrary',
        "'r' string",
        'with keyword',
        'k parameter',
        '1 number',
        'x variable',
        'None keyword',
      ],
    ));

  it('go on behind what is being typed', () =>
    checkTokens('{% if user.\n{{ a }}{% block b %}{% endblock %}', [
      'if keyword defaultLibrary',
      'user variable',
      'a variable',
      'block keyword defaultLibrary',
      'b parameter',
      'endblock keyword defaultLibrary',
    ]));
});

surviveTruncation();
