import * as assert from 'node:assert';
import { codeLenses } from '../../server/features/codeLenses';
import {
  extendedItems,
  extendingItems,
  type HierarchyItem,
  hierarchyItemAt,
  incomingItems,
  outgoingItems,
} from '../../server/features/templateHierarchy';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const family = `
//- shop/views.py
from django.shortcuts import render
def index(request):
    return render(request, 'page.html')
def other(request):
    return render(request, 'page.html')
//- templates/base.html
{% block title %}{% endblock %}{% block content %}{% endblock %}
//- templates/other.html
{% extends './page.html' %}{% block title %}{% endblock %}{% include 'row.html' %}
//- templates/row.html
<b>
//- templates/list.html
{% include 'row.html' %}{% include 'row.html' %}
`;

const page = (text: string) => `${family}//- templates/page.html\n${text}\n`;

/** The lenses of the file with `$0`, as `text: title -> files`. */
async function checkLenses(fixture: string, lines: readonly string[]): Promise<void> {
  await inEachEnvironment(fixture, async ({ ask, short, fixture: { cursor } }) => {
    const found = await ask(cursor!.path, (view) =>
      (codeLenses(view) ?? []).map(
        ({ range, title, locations }) =>
          `${view.text.slice(range.start, range.end)}: ${title} -> ${locations.map((one) => short(one.path)).join(' ')}`,
      ),
    );
    assert.deepStrictEqual(found, lines);
  });
}

/** The trees around the item at `$0`. */
async function checkHierarchy(
  fixture: string,
  expected: Readonly<Record<string, readonly string[] | string>>,
): Promise<void> {
  await inEachEnvironment(fixture, async ({ ask, fixture: { cursor } }) => {
    const found = await ask(cursor!.path, (view) => {
      const { project } = view;
      const item = hierarchyItemAt(view, cursor!.offset)!;
      const show = ({ kind, name, detail }: HierarchyItem) =>
        kind === 'block' ? `${kind} ${name} of ${detail}` : name;
      const calls = (all: ReturnType<typeof incomingItems>) =>
        all.map(({ item: one, places }) => `${show(one)} ${places.length}`);
      return {
        item: show(item),
        extended: extendedItems(project, item).map(show),
        extending: extendingItems(project, item).map(show),
        incoming: calls(incomingItems(project, item)),
        outgoing: calls(outgoingItems(project, item)),
      };
    });
    for (const [name, value] of Object.entries(expected))
      assert.deepStrictEqual(found[name as keyof typeof found], value, name);
  });
}

describe('code lenses', () => {
  it('count what extends, includes and renders a template, and what overrides its blocks', async () => {
    await checkLenses(
      page("$0{% extends 'base.html' %}{% block title %}{% endblock %}{% block content %}{% endblock %}"),
      [
        ': extended by 1 template -> templates/other.html',
        ': rendered from 2 places -> shop/views.py shop/views.py',
        'title: block title overridden by 1 template -> templates/other.html',
      ],
    );
    await checkLenses(`${family}//- templates/row.html\n<b>$0\n`, [
      ': included by 2 templates -> templates/list.html templates/list.html templates/other.html',
    ]);
  });

  it('say nothing where there is nothing', () =>
    checkLenses(`${family}//- templates/lonely.html\n$0{% block a %}{% endblock %}\n`, []));
});

describe('the hierarchy of templates', () => {
  it('goes from a template to those around it', async () => {
    await checkHierarchy(page("$0{% extends 'base.html' %}{% include 'row.html' %}{% include 'none.html' %}"), {
      item: 'page.html',
      extended: ['base.html'],
      extending: ['other.html'],
      incoming: ['views.py 2', 'other.html 1'],
      outgoing: ['base.html 1', 'row.html 1'],
    });
  });

  it('goes from a block to those that it overrides and that override it', async () => {
    await checkHierarchy(page("{% extends 'base.html' %}{% block ti$0tle %}{% endblock %}"), {
      item: 'block title of page.html',
      extended: ['block title of base.html'],
      extending: ['block title of other.html'],
    });
  });

  it('goes round in circles without an end', () =>
    checkHierarchy(`//- templates/page.html\n$0{% extends 'page.html' %}{% include 'page.html' %}`, {
      extended: [],
      extending: [],
      outgoing: ['page.html 1'],
    }));
});

surviveTruncation();
