import * as assert from 'node:assert';
import { rename, renameable } from '../../server/features/rename';
import { viewFile } from '../../server/project/view';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { createWorkspace } from '../../server/workspace/workspace';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';
import { memoryFileSystem } from '../memoryFileSystem';

/**
 * Renames the thing at `$0`, or at each of the marks in turn; the marks are the names that have to change, all to the same text.
 * @param more titles of what is not sure or cannot be seen, each with the text that it is about: `May name …: shop/views.py: name`
 */
async function checkRename(name: string, fixture: string, ...more: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { cursor, marks } = opened.fixture;
    const everyMark = [...marks].flatMap(([path, ranges]) => ranges.map(({ start }) => ({ path, offset: start })));
    for (const { path, offset } of cursor ? [cursor] : everyMark) {
      const found = await opened.ask(path, (view) => rename(view, offset, name, kinds));
      assert.ok(found, `nothing to rename in ${path} at ${offset}`);
      if ('refused' in found) assert.fail(found.refused);
      const sure = found.changes.filter(({ unsure }) => unsure === undefined);
      assert.strictEqual(showMarks(opened, sure), expectedMarks(opened), `asked in ${path} at ${offset}`);
      assert.deepStrictEqual([...new Set(found.changes.map(({ text }) => text.slice(text.indexOf(':') + 1)))], [name]);
      const unsure = found.changes.flatMap((one) => (one.unsure ? [{ why: one.unsure, place: one }] : []));
      const told = [...unsure, ...found.unseen].map(({ why, place }) =>
        place
          ? `${why}: ${opened.short(place.path)}: ${opened.text(place.path).slice(place.range.start, place.range.end)}`
          : why,
      );
      assert.deepStrictEqual(told, more);
    }
  });
}

/** Why the thing at `$0` cannot be renamed, or not to that name. */
async function checkRefusal(name: string, fixture: string, refused: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    assert.deepStrictEqual(await opened.ask(path, (view) => rename(view, offset, name, kinds)), { refused });
  });
}

describe('rename of a block', () => {
  it('through all templates that extend each other', () =>
    checkRename(
      'main',
      `
      //- shop/templates/shop/base.html
      {% block [|content|] %}{% endblock [|content|] %}{% block other %}{% endblock %}
      //- shop/templates/shop/middle.html
      {% extends "shop/base.html" %}{% block other %}content{% endblock %}
      //- shop/templates/shop/page.html
      {% extends "./middle.html" %}{% block [|content|] %}{{ block.super }}{% block inner %}{% endblock %}{% endblock %}
      //- shop/templates/shop/leaf.html
      {% extends "shop/page.html" %}{% block [|content|] %}{% endblock [|content|] %}
      //- shop/templates/shop/stranger.html
      {% block content %}{% endblock %}
      //- shop/templates/shop/partial.html
      {% partialdef content %}{% endpartialdef content %}
    `,
    ));

  it('but not in templates that only share a parent without it', () =>
    checkRename(
      'main',
      `
      //- templates/base.html
      <p>
      //- templates/one.html
      {% extends "base.html" %}{% block [|a|] %}{% endblock %}
      //- templates/two.html
      {% extends "base.html" %}{% block a %}{% endblock %}
    `,
    ));

  it('in a template that replaces the one of another app, and extends it', () =>
    checkRename(
      'main',
      `
      //- templates/shop/base.html
      {% extends "shop/base.html" %}{% block [|a|] %}{% endblock %}
      //- shop/templates/shop/base.html
      {% block [|a|] %}{% endblock %}
      //- templates/page.html
      {% extends "shop/base.html" %}{% block [|a|] %}{% endblock %}
    `,
    ));

  it('tells of templates whose parent is not known', () =>
    checkRename(
      'main',
      `
      //- templates/base.html
      {% block [|a|] %}{% endblock %}
      //- templates/page.html
      {% extends layout %}{% block a %}{% endblock %}
      //- templates/other.html
      {% extends layout %}{% block b %}{% endblock %}
    `,
      "Extends a template that is not known: 'a' may be a block of it: templates/page.html: {% extends layout %}",
    ));

  it('is refused for a name that is taken or no name', async () => {
    const fixture = `
      //- templates/base.html
      {% block a %}{% endblock %}{% block b %}{% endblock %}
      //- templates/page.html
      {% extends "base.html" %}{% block a$0 %}{% endblock %}
    `;
    await checkRefusal('b', fixture, "There is already a block 'b', in 'base.html'.");
    await checkRefusal('c d', fixture, "'c d' cannot be the name of a block.");
    await checkRefusal('', fixture, 'A block needs a name.');
  });

  it('is refused for a block of an installed package', () =>
    checkRefusal(
      'b',
      `
      //- django: none
      //- .venv/pyvenv.cfg
      version = 3.12.0
      //- .venv/lib/python3.12/site-packages/theme/__init__.py
      //- .venv/lib/python3.12/site-packages/theme/templates/theme.html
      {% block a %}{% endblock %}
      //- config/settings.py
      SECRET_KEY = 'x'
      INSTALLED_APPS = ['theme']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['/project/templates'], 'APP_DIRS': True}]
      //- templates/page.html
      {% extends "theme.html" %}{% block $0a %}{% endblock %}
    `,
      "'a' is defined in theme and cannot be renamed here.",
    ));
});

const shop = `
//- shop/urls.py
from django.urls import path
from . import views
app_name = 'shop'
urlpatterns = [path('', views.index, name='[|index|]'), path('x/', views.index, name='other')]
`;

describe('rename of a route', () => {
  it('where it is named and wherever it is reversed', () =>
    checkRename(
      'home',
      `${shop}
//- shop/views.py
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, resolve_url
from django.urls import reverse, reverse_lazy
from django.views.generic import RedirectView, TemplateView
from django.contrib.auth.mixins import LoginRequiredMixin
def index(request):
    return redirect('shop:[|index|]')
a = reverse("shop:[|index|]", args=[1])
b = reverse_lazy(viewname='shop:[|index|]')
c = reverse('shop:other')
d = resolve_url("shop:[|index|]")
@login_required(login_url='shop:[|index|]')
def secret(request): ...
class Secret(LoginRequiredMixin, TemplateView):
    login_url = 'shop:[|index|]'
class Elsewhere(RedirectView):
    pattern_name = 'shop:[|index|]'
class Model:
    def get_absolute_url(self):
        return reverse('shop:[|index|]')
//- shop/links.py
from django.views.generic import RedirectView
LOGIN_URL = 'shop:[|index|]'
view = RedirectView.as_view(pattern_name='shop:[|index|]')
//- shop/templates/shop/page.html
<a href="{% url 'shop:[|index|]' %}">{% url "shop:[|index|]" as link %}{% url 'shop:other' %}{% url 'index' %}
`,
    ));

  it('by the name of the app and of each instance', () =>
    checkRename(
      'home',
      `
      //- config/urls.py
      from django.urls import include, path
      urlpatterns = [
          path('a/', include('shop.urls', namespace='first')),
          path('b/', include('shop.urls', namespace='second')),
      ]
      //- shop/urls.py
      from django.urls import path
      from . import views
      app_name = 'shop'
      urlpatterns = [path('', views.index, name='[|index|]')]
      //- shop/views.py
      def index(request): ...
      //- templates/page.html
      {% url 'first:[|index|]' %}{% url 'shop:[|index|]' %}{% url 'second:[|index|]' %}
    `,
    ));

  it('without a namespace, where other strings of the word mean nothing', () =>
    checkRename(
      'home',
      `
      //- config/urls.py
      from django.urls import path
      urlpatterns = [path('', print, name='[|index|]'), path('x/', print, name='other')]
      //- shop/views.py
      from django.urls import reverse
      empty = ['', 'index', "index", "", f'{empty}index']
      def view(request):
          return reverse('[|index|]')
      //- templates/page.html
      {% url '[|index|]' %}{% url 'other' %}
    `,
    ));

  it('asks about a word only where it comes to a call that reverses it', () =>
    checkRename(
      'home',
      `
      //- config/urls.py
      from django.urls import path
      urlpatterns = [path('', print, name='[|index|]'), path('x/', print, name='other')]
      //- shop/views.py
      from django.urls import reverse
      kind = 'index'
      LINKS = [('Home', 'index'), ('Other', 'other')]
      menu = [{'title': 'index', 'url_name': 'index'}]
      class View:
          success_name = 'index'
          title = 'index'
          def get(self):
              return reverse(self.success_name), go('index'), print('index')
      def go(where):
          return reverse(where)
      def links():
          return [reverse(name) for label, name in LINKS]
      //- templates/page.html
      {% include "part.html" with back="index" title="index" %}
      {% for item in menu %}{% url item.url_name %}{% endfor %}
      //- templates/part.html
      {% url back %}
    `,
      "Strings that may name 'index': shop/views.py: index",
      "Strings that may name 'index': shop/views.py: index",
      "Strings that may name 'index': shop/views.py: index",
      "Strings that may name 'index': shop/views.py: index",
      "Strings that may name 'index': templates/page.html: index",
    ));

  it('offers the name without its namespaces', () =>
    inEachEnvironment(`${shop}//- templates/page.html\n{% url 'sh$0op:index' %}`, async (opened) => {
      const { path, offset } = opened.fixture.cursor!;
      const found = await opened.ask(path, (view) => renameable(view, offset, kinds));
      assert.ok(found && 'name' in found);
      assert.strictEqual(found.name, 'index');
      assert.strictEqual(opened.text(`/project/${path}`).slice(found.range.start, found.range.end), 'index');
    }));

  it('tells of names that are computed, and asks about strings that may be one', () =>
    checkRename(
      'home',
      `${shop}
//- shop/views.py
from django.urls import reverse
def index(request, name):
    reverse(f'shop:{name}')
    reverse('shop:%s' % name)
    reverse('other:%s' % name)
    reverse(name)
    return {'next': 'shop:index', 'other': 'shop:other'}
//- templates/page.html
{% url where %}{% url 'shop:[|index|]' %}
`,
      "Strings that may name 'shop:index': shop/views.py: shop:index",
      "Put together while the project runs, and may give 'shop:index': shop/views.py: f'shop:{name}'",
      "Put together while the project runs, and may give 'shop:index': shop/views.py: 'shop:%s'",
    ));

  it('is silent about computed names that cannot be meant', () =>
    checkRename(
      'home',
      `${shop}
//- shop/views.py
from django.urls import reverse
class Base:
    kind = 'list'
    kinds = []
    def url(self, name, pk):
        for which in ('edit', 'remove'):
            reverse(f'shop:{which}')
        action = 'edit' if pk else 'add'
        message = f'{name}:{pk}'
        return [reverse(f'shop:{self.kind}'), reverse('shop:' + action), reverse(name + ':other'), message]
class Other(Base):
    kind = "table"
def link(name):
    return reverse(name)
//- templates/page.html
{% url name %}{% url "other:"|add:name %}{% url 'shop:[|index|]' %}
`,
    ));

  it('tells of computed names that can be meant, and of those that come from elsewhere', () =>
    checkRename(
      'home',
      `
      //- django: auth
      //- config/urls.py
      from django.urls import include, path
      urlpatterns = [path('', include('shop.urls')), path('go/<slug:where>/', print)]
      //- shop/urls.py
      from django.urls import path
      app_name = 'shop'
      urlpatterns = [path('', print, name='[|index|]')]
      //- shop/models.py
      from django.db import models
      class Link(models.Model):
          target = models.CharField(max_length=10)
      class Other(models.Model):
          name = models.CharField(max_length=10)
          kind = models.CharField(max_length=10, choices=[('a', 'A')])
      //- shop/views.py
      from django.urls import reverse
      actions = ['index', 'edit']
      class View:
          def url(self, link, space, action):
              return [reverse(space + ':index'), reverse(f'{space}:{action}'), reverse(link.target), reverse(other.target), reverse(other.kind)]
          def get(self, request):
              name = request.GET['next']
              return reverse(name)
      def go(request, where):
          return reverse(where), reverse('{% load a %}{% a b %}')
      //- templates/page.html
      {% url "shop:"|add:kind %}{% url link.target %}{% url 'shop:[|index|]' %}
    `,
      "Put together while the project runs, and may give 'shop:index': shop/views.py: ':index'",
      "Put together while the project runs, and may give 'shop:index': shop/views.py: f'{space}:{action}'",
      "Comes from the database, where 'shop:index' may be stored: shop/views.py: link.target",
      "Comes from a request, which may ask for 'shop:index': shop/views.py: name",
      "Comes from a request, which may ask for 'shop:index': shop/views.py: where",
      'Put together while the project runs, and may give \'shop:index\': templates/page.html: "shop:"|add:kind',
      "Comes from the database, where 'shop:index' may be stored: templates/page.html: link.target",
    ));

  it('is refused for a name that is taken or no name', async () => {
    const fixture = `${shop.replace('[|index|]', 'ind$0ex')}//- shop/views.py\ndef index(request): ...\n`;
    await checkRefusal('other', fixture, "There is already a route named 'shop:other'.");
    await checkRefusal('shop:other', fixture, "There is already a route named 'shop:other'.");
    await checkRefusal('home:page', fixture, "'home:page' cannot be the name of a route.");
  });

  it('is refused for a route of an installed package', () =>
    checkRefusal(
      'home',
      `
      //- django: admin
      //- config/urls.py
      from django.contrib import admin
      from django.urls import path
      urlpatterns = [path('admin/', admin.site.urls)]
      //- templates/page.html
      {% url 'admin:ind$0ex' %}
    `,
      "'admin:index' is defined in django.contrib.admin and cannot be renamed here.",
    ));
});

describe('rename of a partial', () => {
  it('where it is defined and wherever it is named', () =>
    checkRename(
      'line',
      `
      //- shop/templates/shop/page.html
      {% partialdef [|row|] %}{% endpartialdef [|row|] %}{% partial [|row|] %}{% partialdef other inline %}{% endpartialdef %}
      {% block row %}{% endblock row %}
      //- shop/templates/shop/other.html
      {% include "shop/page.html#[|row|]" %}{% include "./page.html#[|row|]" %}{% include "shop/page.html#other" %}
      {% partialdef row %}{% endpartialdef %}
      //- shop/views.py
      from django.shortcuts import render
      render(request, 'shop/page.html#[|row|]')
    `,
    ));

  it('is refused for a name that is taken or missing', async () => {
    const text = '{% partialdef row %}{% endpartialdef %}{% partialdef b %}{% endpartialdef %}';
    await checkRefusal('b', `${text}{% partial r$0ow %}`, "There is already a partial 'b' in this template.");
    await checkRefusal('b', '{% partial r$0ow %}', "No partial is named 'row', so there is nothing to rename.");
  });
});

const money = `
//- shop/templatetags/money.py
from django import template
register = template.Library()
DEFINITIONS
//- shop/templates/shop/page.html
{% load money %}{% [|price|] 3 %}{% if a %}{% [|price|] 4 %}{% endif %}{{ a|euros }}{# {% price 3 %} #}
//- shop/templates/shop/other.html
{% load [|price|] from money %}{% [|price|] 3 %}
//- shop/templates/shop/without.html
{{ price }}{{ a|price }}
`;

describe('rename of a tag or filter', () => {
  const inMoney = (definitions: string, more = '') => money.replace('DEFINITIONS', definitions) + more;

  it('with the function that gives the name', () =>
    checkRename(
      'cost',
      inMoney(`
@register.filter
def euros(value): ...
@register.simple_tag
def [|price|](amount):
    'A price: {{ price }}.'
`).replaceAll('{% [|price|] 3 %}{% if', '{% [|pr$0ice|] 3 %}{% if'),
    ));

  it('with the string that gives the name', async () => {
    const at = (text: string) => text.replaceAll('{% [|price|] 3 %}{% if', '{% [|pr$0ice|] 3 %}{% if');
    await checkRename('cost', at(inMoney("@register.simple_tag(name='[|price|]')\ndef price(amount): ...")));
    await checkRename('cost', at(inMoney("@register.tag('[|price|]')\ndef do_price(parser, token): ...")));
    await checkRename('cost', at(inMoney("def price(parser, token): ...\nregister.tag('[|price|]', price)")));
  });

  it('with a new name where the function is used otherwise', async () => {
    const at = (text: string) =>
      text.replaceAll('{% [|price|] 3 %}{% if', '{% pr$0ice 3 %}{% if').replaceAll(/\[\||\|\]/g, '');
    const check = (definition: string, written: string, more = '') =>
      inEachEnvironment(at(inMoney(definition, more)), async (opened) => {
        const { path, offset } = opened.fixture.cursor!;
        const found = await opened.ask(path, (view) => rename(view, offset, 'cost', kinds));
        assert.ok(found && 'changes' in found, JSON.stringify(found));
        const edits = found.changes.filter((one) => one.path.endsWith('money.py'));
        const text = applyEdits(
          opened.text('/project/shop/templatetags/money.py'),
          edits.map((one) => ({ ...one.range, text: one.text })),
        );
        assert.ok(text.includes(written), text);
        assert.strictEqual(edits.length, 1);
      });
    const call = '\nprice(3)';
    await check(`@register.simple_tag\ndef price(amount): ...${call}`, '@register.simple_tag(name="cost")\ndef price(');
    await check(
      `@register.simple_tag(takes_context=True)\ndef price(amount): ...${call}`,
      '@register.simple_tag(takes_context=True, name="cost")',
    );
    await check(
      `@register.inclusion_tag('a.html',)\ndef price(amount): ...${call}`,
      `@register.inclusion_tag('a.html', name="cost")`,
    );
    await check(`def price(parser, token): ...\nregister.tag(price)`, 'register.tag("cost", price)');
    await check(
      '@register.simple_tag\ndef price(amount): ...',
      '@register.simple_tag(name="cost")',
      '//- shop/views.py\nfrom .templatetags.money import price\n',
    );
  });

  it('with the tags that close its block, where these follow from its name', async () => {
    const page = (end: string) => `
//- shop/templates/shop/page.html
{% load box %}{% [|bo$0x|] %}{% ${end} %}
`;
    const library = (definition: string) => `
//- shop/templatetags/box.py
from django import template
register = template.Library()
${definition}
`;
    await checkRename(
      'frame',
      `${library("@register.tag\ndef [|box|](parser, token):\n    parser.parse(('endbox',))")}${page('endbox')}`,
    );
    await inEachEnvironment(
      `${library("@register.tag\ndef box(parser, token):\n    name = token.split_contents()[0]\n    parser.parse((f'end{name}',))")}${page('endbox')}`,
      async (opened) => {
        const { path, offset } = opened.fixture.cursor!;
        const found = await opened.ask(path, (view) => rename(view, offset, 'frame', kinds));
        assert.ok(found && 'changes' in found, JSON.stringify(found));
        assert.deepStrictEqual(found.changes.map(({ text }) => text).sort(), ['endframe', 'frame', 'frame']);
      },
    );
  });

  it('of a filter', () =>
    checkRename(
      'dollars',
      `
      //- shop/templatetags/money.py
      from django import template
      register = template.Library()
      @register.filter(name='[|euros|]')
      def in_euros(amount): ...
      //- shop/tests.py
      Template('{% load money %}{{ a|euros }}')
      //- shop/templates/shop/page.html
      {% load money %}{{ a|[|eur$0os|] }}{% if a|default:b|[|euros|] %}{% endif %}{{ euros }}
    `,
      "Templates in strings that may use the filter 'euros': shop/tests.py: euros",
    ));

  it('asks about strings that a compile function may look the name up in', () =>
    checkRename(
      'picture',
      `
      //- shop/templatetags/__init__.py
      //- shop/templatetags/images.py
      from django import template
      register = template.Library()
      def image(parser, token):
          name, *rest = token.split_contents()
          return {"image": Node, "svg": Node}[name](rest)
      register.tag("[|image|]", image)
      register.tag("svg", image)
      //- shop/templates/shop/page.html
      {% load images %}{% [|im$0age|] a %}{% svg b %}
    `,
      "Strings of the library that may mean the tag 'image': shop/templatetags/images.py: image",
    ));

  it('is refused for one of Django, and for a name that is taken', async () => {
    await checkRefusal(
      'x',
      '{% f$0or a in b %}{% endfor %}',
      "'for' is defined in django.template.defaulttags and cannot be renamed here.",
    );
    const text = inMoney('@register.simple_tag\ndef price(amount): ...\n@register.simple_tag\ndef cost(amount): ...');
    const at = text.replace('{% [|price|] 3 %}{% if', '{% pri$0ce 3 %}{% if').replaceAll(/\[\||\|\]/g, '');
    await checkRefusal('cost', at, "There is already a tag 'cost' in this library.");
    await checkRefusal('if', at, "In 'shop/other.html', 'if' is already a tag of django.template.defaulttags.");
  });

  surviveTruncation();
});

describe('rename in one of several projects', () => {
  it('changes the apps that it shares with another one, too', async () => {
    const manage = (settings: string) => `import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\n`;
    const settings = `INSTALLED_APPS = ['test.app']\nROOT_URLCONF = 'config.urls'\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]\n`;
    const files = new Map([
      ['/all/manage.py', manage('config.settings')],
      ['/all/config/__init__.py', ''],
      ['/all/config/settings.py', settings],
      ['/all/config/urls.py', "from django.urls import path\nurlpatterns = [path('', print, name='home')]\n"],
      ['/all/test/manage.py', manage('settings')],
      ['/all/test/settings.py', "INSTALLED_APPS = ['app']\n"],
      ['/all/test/__init__.py', ''],
      ['/all/test/app/__init__.py', ''],
      ['/all/test/app/models.py', "from django.urls import reverse\nreverse('home')\n"],
      ['/all/test/app/templates/page.html', "{% url 'home' %}"],
    ]);
    const workspace = createWorkspace({
      folders: ['/all'],
      fileSystem: memoryFileSystem(files),
      processVariables: new Map(),
      log: (message) => assert.fail(message),
    });
    await workspace.readRest();
    const project = workspace.projects().find(({ root }) => root === '/all')!;
    const found = await workspace.settle(() => {
      const view = viewFile(project, '/all/config/urls.py');
      return view && rename(view, view.text.indexOf("home'"), 'start', kinds);
    });
    assert.ok(found && 'changes' in found, JSON.stringify(found));
    assert.deepStrictEqual([...new Set(found.changes.map((one) => one.path))].sort(), [
      '/all/config/urls.py',
      '/all/test/app/models.py',
      '/all/test/app/templates/page.html',
    ]);
  });

  it('leaves the others alone', async () => {
    const project = (name: string): [string, string][] => [
      [`/all/${name}/manage.py`, "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"],
      [`/all/${name}/config/__init__.py`, ''],
      [`/all/${name}/config/settings.py`, "SECRET_KEY = 'x'\nROOT_URLCONF = 'config.urls'\n"],
      [
        `/all/${name}/config/urls.py`,
        "from django.urls import path, reverse\nurlpatterns = [path('', print, name='home')]\nreverse('home')\n",
      ],
    ];
    const shared = '/all/shared/links.py';
    const files = new Map([...project('a'), ...project('b'), [shared, "from django.urls import reverse\nreverse('home')\n"]]); // biome-ignore format: one list
    const workspace = createWorkspace({
      folders: ['/all'],
      fileSystem: memoryFileSystem(files),
      processVariables: new Map(),
      log: (message) => assert.fail(message),
    });
    await workspace.readRest();
    const [first] = workspace.projects();
    const path = `${first.root}/config/urls.py`;
    const offset = files.get(path)!.indexOf("home'");
    const found = await workspace.settle(() => {
      const view = viewFile(first, path);
      return view && rename(view, offset, 'start', kinds);
    });
    assert.ok(found && 'changes' in found, JSON.stringify(found));
    assert.deepStrictEqual([...new Set(found.changes.map((one) => one.path))].sort(), [path]);
  });
});
