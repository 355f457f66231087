import * as assert from 'node:assert';
import { type Completions, completion } from '../../server/features/completion';
import type { Completion } from '../../server/project/kind';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, type OpenFixture, parseFixture, surviveTruncation } from '../fixture';

/**
 * Completes at `$0`. The lines are the items, the best first: `label`, or `label · detail`. With `…` among the lines, there may be
 * other items anywhere; a line `- label` is then an item that must not be there.
 */
async function checkCompletion(fixture: string, lines: readonly string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { items } = await completeAt(opened);
    const show = (item: Completion, line: string | undefined) =>
      line === undefined || line.includes(' · ') ? `${item.label} · ${item.detail}` : item.label;
    if (!lines.includes('…')) {
      assert.deepStrictEqual(
        items.map((item, i) => show(item, lines[i])),
        lines,
      );
      return;
    }
    const wanted = lines.filter((line) => line !== '…' && !line.startsWith('- '));
    const given = items.flatMap((item) => wanted.filter((line) => show(item, line) === line));
    assert.deepStrictEqual(given, wanted, `there are: ${items.map((item) => show(item, undefined)).join(', ')}`);
    for (const line of lines.filter((one) => one.startsWith('- ')))
      assert.ok(!items.some(({ label }) => label === line.slice(2)), `${line.slice(2)} is there`);
  });
}

/** Takes the item with a label at `$0`; `after` is the fixture's file with the cursor as it is then. */
async function checkInsert(before: string, label: string, after: string): Promise<void> {
  const [[path, expected]] = parseFixture(after).files;
  await inEachEnvironment(before, async (opened) => {
    const { items, range, text } = await completeAt(opened);
    const item = items.find((one) => one.label === label);
    assert.ok(item, `${label} is not there`);
    const written = applyEdits(text, [{ ...range, text: item.insert }, ...(item.edits ?? [])]);
    assert.deepStrictEqual({ [opened.fixture.cursor!.path]: written }, { [path]: expected });
  });
}

async function completeAt({ ask, fixture }: OpenFixture) {
  const { path, offset } = fixture.cursor!;
  return ask(path, (view) => {
    const found = completion(view, offset, kinds);
    const { start, end } = found?.target.replace ?? { start: offset, end: offset };
    const items = [...(found?.items ?? [])].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
    return { items, range: { start, end }, text: view.text };
  });
}

const views = '//- shop/views.py\ndef index(request): ...\n';

const shop = `
//- shop/urls.py
from django.urls import path
from . import views
app_name = 'shop'
urlpatterns = [path('', views.index, name='index'), path('<int:pk>/', views.detail, name='detail')]
//- shop/views.py
def index(request): ...
def detail(request, pk): ...
//- shop/templatetags/money.py
from django import template
register = template.Library()
@register.simple_tag
def price(amount): ...
@register.simple_block_tag
def panel(content): ...
@register.filter
def euros(amount): ...
//- shop/static/shop/logo.png
//- templates/base.html
//- shop/templates/shop/row.html
`;

/** What is completed at \`$0\` in a template of the shop. */
const inTemplate = (text: string) => `${shop}//- shop/templates/shop/page.html\n${text}\n`;
const inPython = (text: string) => `${shop}//- shop/other.py\n${text}\n`;

describe('completion of routes', () => {
  const routes = ['shop:detail · /shop/<int:pk>/', 'shop:index · /shop/'];

  it('in {% url %}, in either quote, in an attribute, closed or not', async () => {
    for (const text of [
      "{% url '$0' %}",
      '{% url "$0" %}',
      "{% url '$0",
      "{% url '$0 %}",
      `<a href="{% url 'shop:$0' %}">`,
      '<a href="{% url "sh$0op:index" pk=1 %}">',
      "{% if a %}{% url 'x$0' as b %}",
      "😀{% url '$0' %}",
    ])
      await checkCompletion(inTemplate(text), routes);
    await checkCompletion(inTemplate("<p>\n😀{% url '$0' %}\n").replaceAll('\n', '\r\n'), routes);
  });

  it('with quotes, where none are there', async () => {
    await checkInsert(inTemplate('{% url $0 %}'), 'shop:index', '//- shop/templates/shop/page.html\n{% url "shop:index" %}\n\n'.replace('\n\n', '\n')); // biome-ignore format: one text
    await checkInsert(
      inTemplate('<a href="{% url $0 %}">'),
      'shop:index',
      `//- shop/templates/shop/page.html\n<a href="{% url 'shop:index' %}">\n`,
    );
  });

  it('replace the whole name', () =>
    checkInsert(
      inTemplate("{% url 'sh$0op:detail' %}"),
      'shop:index',
      "//- shop/templates/shop/page.html\n{% url 'shop:index' %}\n",
    ));

  it('in Python, wherever Django takes a name', async () => {
    for (const text of [
      "from django.urls import reverse\nreverse('$0')",
      "from django.urls import reverse_lazy\nclass A:\n    url = reverse_lazy('sh$0')",
      "from django.shortcuts import redirect\ndef a(request):\n    return redirect('$0')",
      "from django.shortcuts import resolve_url\nresolve_url(to='$0')",
      "from django import shortcuts\nshortcuts.redirect('$0', 1)",
    ])
      await checkCompletion(inPython(text), routes);
  });

  it('not in other strings', async () => {
    await checkCompletion(inPython("print('$0')"), []);
    await checkCompletion(inPython("def reverse(a): ...\nreverse('$0')"), []);
    await checkCompletion(inTemplate("{% now '$0' %}"), ['…', '- shop:index']);
    await checkCompletion(inTemplate("<a href='$0'>"), []);
    await checkCompletion(inTemplate("{# {% url '$0' %} #}{% comment %}{% url '' %}{% endcomment %}"), []);
    await checkCompletion(inTemplate("{% verbatim %}{% url '$0' %}{% endverbatim %}"), []);
  });

  it('know the routes of the admin, behind those of the project', () =>
    checkCompletion(
      `
      //- django: admin
      //- config/urls.py
      from django.contrib import admin
      from django.urls import path
      urlpatterns = [path('admin/', admin.site.urls), path('zoo/', lambda request: None, name='zoo')]
      //- templates/page.html
      {% url '$0' %}
    `,
      ['zoo', '…', 'admin:index', 'admin:login'],
    ));
});

describe('completion of templates', () => {
  const names = ['base.html · templates/base.html', 'shop/row.html · shop/templates/shop/row.html'];

  it('in {% extends %} and {% include %}', async () => {
    await checkCompletion(inTemplate('{% extends "$0" %}'), names);
    await checkCompletion(inTemplate("{% include '$0"), names);
    await checkCompletion(inTemplate('{% include "shop/$0" with a=1 only %}'), names);
  });

  it('in Python, wherever Django takes a name', async () => {
    for (const text of [
      "from django.shortcuts import render\nrender(request, '$0')",
      "from django.template.loader import get_template\nget_template('$0')",
      "from django.template.loader import select_template\nselect_template(['a', '$0'])",
      "from django.template.response import TemplateResponse\nTemplateResponse(request, template='$0')",
      "from django.views.generic import TemplateView\nclass V(TemplateView):\n    template_name = '$0'",
      "from django.views.generic import TemplateView\nv = TemplateView.as_view(template_name='$0')",
    ])
      await checkCompletion(inPython(text), names);
  });

  const withPackage = (page: string) => `
    //- django: none
    //- .venv/pyvenv.cfg
    version = 3.12.0
    //- .venv/lib/python3.12/site-packages/a/__init__.py
    //- .venv/lib/python3.12/site-packages/a/templates/a.html
    //- .venv/lib/python3.12/site-packages/a/static/a.css
    //- config/settings.py
    SECRET_KEY = 'x'
    INSTALLED_APPS = ['a', 'django.contrib.staticfiles']
    STATICFILES_DIRS = ['/project/static']
    TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['/project/templates'], 'APP_DIRS': True}]
    //- static/own.css
    //- templates/own.html
    //- templates/page.html
    ${page}
  `;

  it('has the own ones before those of packages, also where these are installed within the project', async () => {
    await checkCompletion(withPackage('{% include "$0" %}'), [
      'own.html · templates/own.html',
      'a.html · a/templates/a.html',
    ]);
    await checkCompletion(withPackage('{% load static %}{% static "$0" %}'), [
      'own.css · static/own.css',
      'a.css · a/static/a.css',
    ]);
  });

  it('with quotes, where none are there', () =>
    checkInsert(
      inTemplate('{% extends $0 %}'),
      'base.html',
      '//- shop/templates/shop/page.html\n{% extends "base.html" %}\n',
    ));

  it('are relative where the name starts so', async () => {
    const row = 'row.html · shop/templates/shop/row.html';
    await checkCompletion(inTemplate('{% include "./$0" %}'), [`./${row}`]);
    await checkCompletion(inTemplate('{% include "../$0'), ['../base.html · templates/base.html', `../shop/${row}`]);
    await checkInsert(
      inTemplate('{% include "./r$0" %}'),
      './row.html',
      '//- shop/templates/shop/page.html\n{% include "./row.html" %}\n',
    );
  });

  it('take a shadowed template once', () =>
    checkCompletion(`${shop}//- templates/shop/row.html\n//- templates/page.html\n{% include "$0" %}`, [
      'base.html · templates/base.html',
      'shop/row.html · templates/shop/row.html',
    ]));
});

describe('completion of tags, filters and libraries', () => {
  it('offers the end and the branches of the open block first', async () => {
    await checkCompletion(inTemplate('{% if a %}{% $0 %}'), ['endif · closes if', 'elif', 'else', '…', 'for', 'url']);
    await checkCompletion(inTemplate('{% load money %}{% panel %}{% if a %}{% endif %}{% $0'), [
      'endpanel · closes panel',
      '…',
      'if',
    ]);
    await checkCompletion(inTemplate('{% if a %}{% endif %}{% $0 %}'), ['…', '- endif', '- else']);
  });

  it('offers tags that are loaded before those that are not', () =>
    checkCompletion(inTemplate('{% load static %}{% $0 %}'), [
      '…',
      'if',
      'static · static',
      'price · adds {% load money %}',
    ]));

  it('adds the {% load %} of a tag', async () => {
    await checkInsert(
      inTemplate('<p>{% pr$0 %}'),
      'price',
      '//- shop/templates/shop/page.html\n{% load money %}\n<p>{% price %}\n',
    );
    await checkInsert(
      inTemplate('{% extends "base.html" %}\n{% load static %}\n<p>{% $0'),
      'price',
      '//- shop/templates/shop/page.html\n{% extends "base.html" %}\n{% load static %}\n{% load money %}\n<p>{% price\n',
    );
    await checkInsert(
      inTemplate('{% extends "base.html" %}\n{% block a %}{% $0 %}{% endblock %}').replaceAll('\n', '\r\n'),
      'price',
      '//- shop/templates/shop/page.html\n{% extends "base.html" %}\n{% load money %}\n{% block a %}{% price %}{% endblock %}\n'.replaceAll(
        '\n',
        '\r\n',
      ),
    );
  });

  it('loads nothing for a tag that {% load … from … %} takes', () =>
    checkCompletion(inTemplate('{% load price from money %}{% $0 %}'), [
      '…',
      'price · money',
      'panel · adds {% load money %}',
    ]));

  it('offers filters behind a pipe, and nothing else', async () => {
    await checkCompletion(inTemplate('{{ a|$0 }}'), ['…', 'lower', 'euros · adds {% load money %}', '- if', '- price']);
    await checkCompletion(inTemplate('{% load money %}{% if a|eu$0 %}'), ['…', 'euros · money']);
    await checkCompletion(inTemplate('{% if a %}{{ b|$0 }}{% endif %}'), ['…', 'lower', '- endif', '- else']);
  });

  it('adds the {% load %} of a filter', () =>
    checkInsert(
      inTemplate('{{ a|eu$0 }}'),
      'euros',
      '//- shop/templates/shop/page.html\n{% load money %}\n{{ a|euros }}\n',
    ));

  it('offers libraries in {% load %}, also behind from', async () => {
    await checkCompletion(inTemplate('{% load $0 %}'), ['…', 'money · shop.templatetags.money', 'static', '- if']);
    await checkCompletion(inTemplate('{% load static mo$0 %}'), ['…', 'money']);
    const zoo = '//- shop/templatetags/zoo.py\nfrom django import template\nregister = template.Library()\n';
    await checkCompletion(`${zoo}${inTemplate('{% load $0 %}')}`, ['…', 'money', 'zoo', 'cache', 'static']);
    await checkCompletion(inTemplate('{% load price from $0 %}'), ['…', 'money']);
  });

  it('offers the libraries of the apps that are installed', () =>
    checkCompletion('//- django: humanize\n//- templates/page.html\n{% load $0 %}', ['…', 'humanize']));

  it('offers static files', () =>
    checkCompletion(inTemplate('{% load static %}<img src="{% static \'$0\' %}">'), [
      'shop/logo.png · shop/static/shop/logo.png',
    ]));

  it('offers nothing in text, in comments, and in what is not read', async () => {
    for (const text of [
      '<p>$0',
      '{# $0 #}',
      '{% comment %}{% $0 %}{% endcomment %}',
      '{% verbatim %}{{ a|$0 }}{% endverbatim %}',
    ])
      await checkCompletion(inTemplate(text), []);
  });
});

describe('completion', () => {
  surviveTruncation();

  it('of very many give those that fit what is written', async () => {
    const routes = Array.from({ length: 1100 }, (_, i) => `path('${i}/', views.index, name='item_${i}'),`).join('\n');
    const urls = `//- shop/urls.py\nfrom django.urls import path\nfrom . import views\nurlpatterns = [\n${routes}\n]\n`;
    const asked = async (written: string) => {
      const page = `//- templates/page.html\n{% url '${written}$0' %}\n`;
      let found: Completions | undefined;
      await inEachEnvironment(urls + views + page, async ({ ask, fixture }) => {
        const { path, offset } = fixture.cursor!;
        found = await ask(path, (view) => completion(view, offset, kinds));
      });
      return { count: found!.items.length, isIncomplete: found!.isIncomplete, last: found!.items.at(-1)?.label };
    };
    assert.deepEqual(await asked(''), { count: 500, isIncomplete: true, last: 'item_499' });
    assert.deepEqual(await asked('ITM109'), { count: 20, isIncomplete: true, last: 'item_1099' });
  });
});
