import * as assert from 'node:assert';
import { checks } from '../../server/checks/checks';
import { completion } from '../../server/features/completion';
import { definition } from '../../server/features/definition';
import { diagnostics } from '../../server/features/diagnostics';
import { documentLinks } from '../../server/features/documentLinks';
import { fileMoves } from '../../server/features/fileMoves';
import { hover } from '../../server/features/hover';
import { references } from '../../server/features/references';
import { rename } from '../../server/features/rename';
import type { Completion } from '../../server/project/kind';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/** A package that stands for django-cotton, and a project with it. */
const cotton = (settings = '') => `
//- config/settings.py
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLED_APPS = ['shop', 'django_cotton']
ROOT_URLCONF = 'config.urls'
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'DIRS': [BASE_DIR / 'templates'], 'APP_DIRS': True, 'OPTIONS': {},
}]
STATIC_URL = '/static/'
${settings}
//- django_cotton/__init__.py
//- django_cotton/apps.py
from django.apps import AppConfig
class LoaderAppConfig(AppConfig):
    name = 'django_cotton'
    default = True
class SimpleAppConfig(AppConfig):
    name = 'django_cotton'
//- django_cotton/templatetags/__init__.py
//- django_cotton/templatetags/_component.py
def cotton_component(parser, token):
    if token.contents.rstrip().endswith('/'):
        nodelist = None
    else:
        nodelist = parser.parse(('endcotton',))
        parser.delete_first_token()
    return nodelist
def cotton_slot(parser, token):
    nodelist = parser.parse(('endcotton:slot',))
    parser.delete_first_token()
    return nodelist
def cotton_vars(parser, token):
    return token.contents
//- django_cotton/templatetags/cotton.py
from django import template
from django_cotton.templatetags._component import cotton_component, cotton_slot, cotton_vars
register = template.Library()
register.tag('cotton', cotton_component)
register.tag('cotton:slot', cotton_slot)
register.tag('cotton:vars', cotton_vars)
@register.filter
def merge(attrs, args): ...
//- shop/__init__.py
//- shop/urls.py
app_name = 'shop'
urlpatterns = []
//- config/urls.py
urlpatterns = []
`;

const card = '<c-vars title="None" :items="[]" dark-mode />\n<div {{ attrs }}>{{ title }}{{ icon }}{{ slot }}</div>';
const library = `
//- templates/cotton/card.html
${card}
//- templates/cotton/ui/user_row.html
{{ user }}
//- shop/templates/cotton/ui/button/index.html
{{ slot }}
`;
const inPage = (page: string) => `//- templates/page.html\n${page}\n${library}${cotton()}`;

async function checkItems(page: string, items: readonly string[]): Promise<void> {
  await inEachEnvironment(inPage(page), async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    const found = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
    assert.deepStrictEqual(
      sorted(found).map(({ label }) => label),
      items,
    );
  });
}

function sorted(items: readonly Completion[]): Completion[] {
  return [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

/** What the page becomes when an item is taken by an editor that has snippets, with `|` for the cursor. */
async function checkTaken(page: string, label: string, after: string): Promise<void> {
  await inEachEnvironment(inPage(page), async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    const found = await ask(path, (view) => ({ completed: completion(view, offset, kinds), text: view.text }));
    const item = found.completed?.items.find((one) => one.label === label);
    assert.ok(item, `${label} is not there`);
    const written =
      item.snippet?.pieces.map((piece) => (typeof piece === 'string' ? piece : '|')).join('') ?? item.insert;
    const edit = { ...found.completed!.target.replace, text: written };
    const { start, end } = edit;
    assert.strictEqual(applyEdits(found.text, [{ start, end, text: written }]).trimEnd(), after);
  });
}

async function checkDefinition(fixture: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => definition(view, offset, kinds));
    assert.strictEqual(showMarks(opened, found?.locations ?? []), expectedMarks(opened));
  });
}

/** The problems of a page, as `rule text`. */
async function checkProblems(page: string, problems: readonly string[], settings = ''): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n${page}\n${library}${cotton(settings)}`, async ({ ask }) => {
    const found = await ask('templates/page.html', (view) =>
      diagnostics(view, checks, {}).map(({ rule, range }) => `${rule} ${view.text.slice(range.start, range.end)}`),
    );
    assert.deepStrictEqual(found, problems);
  });
}

describe('components of django-cotton', () => {
  it('are completed by their names', async () => {
    const all = ['c-card', 'c-ui.button', 'c-ui.user-row', 'c-component', 'c-slot'];
    await checkItems('<c-$0', all);
    await checkItems('<p><c-u$0', all);
    await checkItems('<p><$0', all);
    await checkItems('<p><d$0', []);
    await checkItems('<c-card><c-ui.button></c-$0', ['c-ui.button']);
    await checkItems('{% if a %}<c-$0{% endif %}', all);
    await checkTaken('<c-ca$0', 'c-card', '<c-card|></c-card>');
    await checkTaken('<c-$0', 'c-ui.user-row', '<c-ui.user-row |/>');
    await checkTaken('<c-$0 title="a" />', 'c-card', '<c-card title="a" />');
    await checkTaken('<c-card></c-$0', 'c-card', '<c-card></c-card>');
    await checkItems('<c-component is="$0" />', ['card', 'ui.button', 'ui.user-row']);
    await checkTaken('{% cotton $0 / %}', 'ui.user-row', '{% cotton ui.user-row / %}');
  });

  it('are completed with the attributes that they declare, and those that they read', async () => {
    await checkItems('<c-card $0', [':items', 'dark-mode', 'title', 'icon']);
    await checkItems('<c-card title="a" $0 :items="b">', ['dark-mode', 'icon']);
    await checkItems('<c-component is="card" $0>', [':items', 'dark-mode', 'title', 'icon']);
    await checkItems('<c-card $0\n<c-card title="a" icon="b"></c-card>', [':items', 'dark-mode', 'title', 'icon']);
    await checkItems('<c-card $0 title="a > b <c>" icon="c">', [':items', 'dark-mode']);
    await checkItems('<c-nothing $0', []);
    await checkItems('<c-card><c-slot name="$0"></c-slot></c-card>', ['icon']);
    await checkItems('<c-slot $0', ['name']);
    await checkTaken('<c-card ti$0', 'title', '<c-card title="|"');
  });

  it('have what they declare as variables', () =>
    inEachEnvironment(
      `//- templates/cotton/own.html\n<c-vars a-b :c="1" />{{ $0 }}\n${cotton()}`,
      async ({ ask, fixture }) => {
        const { path, offset } = fixture.cursor!;
        const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
        assert.deepStrictEqual(
          items.filter(({ rank }) => rank === 0).map(({ label }) => label),
          ['a_b', 'c', 'slot', 'attrs'],
        );
      },
    ));

  it('lead to their templates, and attributes to where they are declared', async () => {
    const whole = library.replace('card.html\n', 'card.html\n[||]');
    await checkDefinition(`//- templates/page.html\n<c-c$0ard />${whole}${cotton()}`);
    await checkDefinition(`//- templates/page.html\n<c-card></c-c$0ard>${whole}${cotton()}`);
    await checkDefinition(`//- templates/page.html\n{% cotton ca$0rd / %}${whole}${cotton()}`);
    await checkDefinition(`//- templates/page.html\n<c-component is="ca$0rd" />${whole}${cotton()}`);
    const index = library.replace('index.html\n', 'index.html\n[||]');
    await checkDefinition(`//- templates/page.html\n<c-ui.bu$0tton />${index}${cotton()}`);
    const row = library.replace('user_row.html\n', 'user_row.html\n[||]');
    for (const name of ['ui.user-r$0ow', 'ui.user_r$0ow'])
      await checkDefinition(`//- templates/page.html\n<c-${name} />${row}${cotton()}`);
    const title = library.replace('<c-vars title', '<c-vars [|title|]');
    await checkDefinition(`//- templates/page.html\n<c-card :ti$0tle="a" />${title}${cotton()}`);
    const mode = library.replace(' dark-mode ', ' [|dark-mode|] ');
    await checkDefinition(`//- templates/page.html\n<c-card dark-m$0ode />${mode}${cotton()}`);
    await checkDefinition(`//- templates/page.html\n<c-card ot$0her="a" />${library}${cotton()}`);
  });

  it('lie where the settings say', async () => {
    const settings = "COTTON_DIR = 'parts'\nCOTTON_SNAKE_CASED_NAMES = False";
    const parts = '\n//- templates/parts/user-row.html\n[||]x\n';
    await checkDefinition(`//- templates/page.html\n<c-user-r$0ow />${parts}${cotton(settings)}`);
    await checkDefinition(
      `//- templates/page.html\n<c-c$0ard />${library.replace('card.html\n', 'card.html\n[||]')}${cotton(settings)}`,
    );
  });

  it('are found wherever they are used', () =>
    inEachEnvironment(
      `//- templates/page.html\n<c-[|ui.user-r$0ow|] /><c-[|ui.user_row|] x="y"></c-ui.user_row>${library}//- templates/other.html\n{% cotton [|ui.user-row|] / %}\n${cotton()}`,
      async (opened) => {
        const { path, offset } = opened.fixture.cursor!;
        const found = await opened.ask(path, (view) => references(view, offset, kinds, false));
        assert.strictEqual(showMarks(opened, found), expectedMarks(opened));
      },
    ));

  it('are explained, and are links', () =>
    inEachEnvironment(inPage('<c-ca$0rd title="a" icon="b" />'), async ({ ask, fixture }) => {
      const { offset } = fixture.cursor!;
      const said = (at: number) => ask('templates/page.html', (view) => hover(view, at, kinds)?.markdown);
      assert.strictEqual(
        await said(offset),
        '**<c-card>** — `cotton/card.html`\n\n- `title` = `None`\n- `:items` = `[]`\n- `dark-mode`\n\nReads `slot`, `icon`',
      );
      assert.strictEqual(await said(offset + 5), '**title** of `cotton/card.html`\n\nBy default `None`');
      assert.strictEqual(await said(offset + 15), '**icon**, which `cotton/card.html` reads');
      const links = await ask('templates/page.html', (view) => documentLinks(view, kinds) ?? []);
      assert.deepStrictEqual(
        links.map(({ target }) => target.path),
        ['/project/templates/cotton/card.html'],
      );
    }));

  it('are renamed with their files', () =>
    inEachEnvironment(
      `${inPage('<c-ca$0rd><c-card/></c-card>{% cotton card %}{% endcotton %}{% include "cotton/card.html" %}')}`,
      async ({ ask, fixture, short }) => {
        const { path, offset } = fixture.cursor!;
        const found = await ask(path, (view) => rename(view, offset, 'ui.big-card', kinds));
        assert.ok(found && 'changes' in found, JSON.stringify(found));
        assert.deepStrictEqual(
          found.moves.map(({ from, to }) => `${short(from)} ${short(to)}`),
          ['templates/cotton/card.html templates/cotton/ui/big_card.html'],
        );
        assert.deepStrictEqual(
          found.changes.map(({ text }) => text),
          ['ui.big-card', 'ui.big-card', 'ui.big-card', 'ui.big-card', 'cotton/ui/big_card.html'],
        );
        const refused = await ask(path, (view) => rename(view, offset, 'ui.button x', kinds));
        assert.ok(refused && 'refused' in refused);
      },
    ));

  it('keep their names when their files move', () =>
    inEachEnvironment(inPage('<c-ui.user_row/><c-ui.user-row/>'), async ({ settle, project }) => {
      const move = (to: string) =>
        settle(() => fileMoves(project, [{ from: '/project/templates/cotton/ui/user_row.html', to }]));
      const moved = await move('/project/templates/cotton/rows/a_user.html');
      assert.deepStrictEqual(
        moved.changes.map(({ text }) => text),
        ['rows.a_user', 'rows.a-user'],
      );
      const gone = await move('/project/templates/rows/user_row.html');
      assert.deepStrictEqual(gone.changes, []);
      assert.match(gone.unseen.map(({ why }) => why).join(), /no component any more/);
    }));

  it('are reported where there is none', async () => {
    await checkProblems('<c-crad /><c-card /><c-component :is="x" /><c-slot name="a"></c-slot>', [
      'component-not-found crad',
    ]);
    await checkProblems('{% cotton crad / %}<c-component is="none" />', [
      'component-not-found crad',
      'component-not-found none',
    ]);
    await checkProblems('{% verbatim %}<c-crad />{% endverbatim %}<c-{{ a }} />', []);
    await checkProblems('<c-crad />', [], 'from nowhere import *');
    await checkProblems('<c-crad />', [], "INSTALLED_APPS = ['shop']");
    await checkProblems('<c-crad />', [], "INSTALLED_APPS = ['shop', 'django_cotton.apps.SimpleAppConfig']");
  });

  it('are no problem where they are right', async () => {
    await checkProblems(
      '<c-card title="Hello {{ user }}" :items="[1, 2]"><c-slot name="icon">{% if a %}<c-ui.button/>{% endif %}</c-slot></c-card>\n' +
        '{% cotton card title="a" %}{% cotton ui.button / %}{% cotton ui.button /%}{% endcotton %}\n' +
        '{% cotton card label="{% if a %}x{% endif %}" %}x{% endcotton %}\n' +
        '{% cotton:verbatim %}<c-nothing />{% if a %}{% endif %}{% endcotton:verbatim %}{{ attrs|merge:"a:b" }}\n' +
        '<form method="post"><c-card /></form>',
      [],
    );
    await checkProblems('<c-card title="{% nonsense %}" /><p title="{% nonsense %}">', ['unknown-tag nonsense']);
    await checkProblems('{% cotton card %}{% endif %}{% endcotton %}', ['mismatched-tag endif']);
    await checkProblems('{% cotton card %}', ['unclosed-tag cotton']);
  });

  surviveTruncation();
});

/** A package that stands for slippers, and a project with it. */
const slippers = (yaml: string) => `
//- config/settings.py
INSTALLED_APPS = ['shop', 'slippers']
ROOT_URLCONF = 'config.urls'
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'DIRS': ['templates'], 'APP_DIRS': True, 'OPTIONS': {'builtins': ['slippers.templatetags.slippers']},
}]
//- shop/__init__.py
//- slippers/__init__.py
//- slippers/apps.py
from django.apps import AppConfig
class SlippersConfig(AppConfig):
    name = 'slippers'
//- slippers/templatetags/__init__.py
//- slippers/templatetags/slippers.py
from django import template
register = template.Library()
@register.tag(name='attrs')
def do_attrs(parser, token):
    return token
//- config/urls.py
urlpatterns = []
//- templates/components.yaml
${yaml}
//- templates/parts/card.html
<div {% attrs id %}>{{ heading }}{{ children }}</div>
`;

describe('components of slippers', () => {
  const yaml = '# ours\ncomponents:\n  card: "parts/card.html"  # a card\n  icon_button: parts/icon.html\n';
  const problems = (page: string, expected: readonly string[], given = yaml) =>
    inEachEnvironment(`//- templates/page.html\n${page}\n${slippers(given)}`, async ({ ask }) => {
      const found = await ask('templates/page.html', (view) =>
        diagnostics(view, checks, {}).map(({ rule, range }) => `${rule} ${view.text.slice(range.start, range.end)}`),
      );
      assert.deepStrictEqual(found, expected);
    });

  it('are tags', async () => {
    await problems(
      '{% #card heading="a" %}{% icon_button a=b c %}{% if d %}{% #card %}{% /card %}{% endif %}{% /card %}',
      [],
    );
    await problems('{% card heading=a as b %}{% crad %}{% #card %}', ['unknown-tag crad', 'unclosed-tag #card']);
    await problems('{% crad %}', ['unknown-tag crad'], 'components: {}\n');
    await problems('{% crad %}', [], 'components: {card: "parts/card.html"}\n');
    await problems('{% crad %}', [], 'components:\n  card:\n    path: "parts/card.html"\n');
  });

  it('complete, and lead to their templates', async () => {
    const own = (page: string) => `//- templates/page.html\n${page}\n${slippers(yaml)}`;
    await checkDefinition(own('{% ca$0rd %}').replace('card.html\n', 'card.html\n[||]'));
    await checkDefinition(own('{% #ca$0rd %}{% /card %}').replace('card.html\n', 'card.html\n[||]'));
    await inEachEnvironment(own('{% $0 %}'), async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
      for (const label of ['card', '#card', '#card … /card', 'icon_button'])
        assert.ok(
          items.some((item) => item.label === label),
          label,
        );
    });
    await inEachEnvironment(own('{% card $0 %}'), async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
      assert.deepStrictEqual(
        items.filter(({ kind }) => kind === 'parameter').map(({ label }) => label),
        ['id=', 'heading='],
      );
    });
  });
});

/** A package that stands for django-components, and a project with it. */
const djangoComponents = (settings = '') => `
//- config/settings.py
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLED_APPS = ['shop', 'django_components']
ROOT_URLCONF = 'config.urls'
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'DIRS': [BASE_DIR / 'templates'], 'OPTIONS': {
        'builtins': ['django_components.templatetags.component_tags'],
        'loaders': [('django.template.loaders.cached.Loader', [
            'django.template.loaders.filesystem.Loader', 'django_components.template_loader.Loader',
        ])],
    },
}]
${settings}
//- shop/__init__.py
//- config/urls.py
urlpatterns = []
//- django_components/__init__.py
from django_components.component import Component
def register(name):
    def decorator(component):
        return component
    return decorator
//- django_components/apps.py
from django.apps import AppConfig
class ComponentsConfig(AppConfig):
    name = 'django_components'
//- django_components/node.py
class BaseNode:
    tag = None
    end_tag = None
    @classmethod
    def parse(cls, parser, token): ...
    @classmethod
    def register(cls, library):
        library.tag(cls.tag, cls.parse)
//- django_components/component.py
from django_components.node import BaseNode
class Component: ...
class ComponentNode(BaseNode):
    tag = 'component'
    end_tag = 'endcomponent'
class HtmlAttrsNode(BaseNode):
    tag = 'html_attrs'
    end_tag = None
class FillNode(BaseNode):
    tag = 'fill'
    end_tag = 'endfill'
class SlotNode(BaseNode):
    tag = 'slot'
    end_tag = 'endslot'
//- django_components/templatetags/__init__.py
//- django_components/templatetags/component_tags.py
from django import template
from django_components.component import ComponentNode, FillNode, HtmlAttrsNode, SlotNode
register = template.Library()
ComponentNode.register(register)
FillNode.register(register)
HtmlAttrsNode.register(register)
SlotNode.register(register)
//- components/__init__.py
//- components/card/__init__.py
//- components/card/card.py
from django_components import Component, register
@register('card')
class CARD(Component):
    """Shows a card."""
    template_file = 'card/card.html'
//- components/card/card.html
<div>{% slot "head" default / %}{% slot name="body" %}{% endslot %}</div>
`;

describe('django-components', () => {
  const own = (page: string, settings = '') => `//- templates/page.html\n${page}\n${djangoComponents(settings)}`;
  const problems = (page: string, expected: readonly string[], settings = '') =>
    inEachEnvironment(own(page, settings), async ({ ask }) => {
      const found = await ask('templates/page.html', (view) =>
        diagnostics(view, checks, {}).map(({ rule, range }) => `${rule} ${view.text.slice(range.start, range.end)}`),
      );
      assert.deepStrictEqual(found, expected);
    });

  it('has tags over several lines, with tags in their strings, that close themselves', async () => {
    await problems(
      '{% component\n  "card"\n  title="{% if a %}b{% endif %}"\n  list=[1, 2]\n%}{% fill "x" / %}{% fill "y" %}{% endfill %}{% endcomponent %}\n' +
        '{% component "card" a="{{ b }}" /%}<p {% html_attrs attrs class="a" %}>{% if\n a %}{% endif %}{% include "card/card.html" %}',
      [],
    );
    await problems('{% component "card" %}{% nonsense %}', ['unclosed-tag component', 'unknown-tag nonsense']);
    await problems('{% nonsense\n a %}', ['unknown-tag nonsense']);
    await problems('{% nonsense\n a %}', [], "COMPONENTS = {'multiline_tags': False}");
    await problems(
      '{% card %}{% endcard %}',
      [],
      "COMPONENTS = {'tag_formatter': 'django_components.component_shorthand_formatter'}",
    );
  });

  it('has uses in such tags', async () => {
    const page = `{% component\n  "card"\n  title="{% url 'home' %}"\n  a="{{ b|upper }}"\n%}{% endcomponent %}{% url\n 'home' %}{% include "part.html"\n with a=1 %}`;
    const used = (settings = '') =>
      inEachEnvironment(own(page, settings), async ({ ask }) =>
        ask('templates/page.html', (view) => {
          const found = view.uses.filter(({ kind }) => kind !== 'tag').map(({ kind, start, end }) => `${kind} ${view.text.slice(start, end)}`); // biome-ignore format: one line
          return assert.deepStrictEqual(
            found,
            settings
              ? ['route home', 'filter upper']
              : ['route home', 'filter upper', 'route home', 'template part.html'],
          );
        }),
      );
    await used();
    await used("COMPONENTS = {'multiline_tags': False}");
    await inEachEnvironment(`${own('{% component\n "ca$0rd" / %}')}\n`, async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      assert.strictEqual((await ask(path, (view) => references(view, offset, kinds, false)))?.length, 1);
    });
  });

  it('leads from names to classes', async () => {
    const card = (text: string) => text.replace('class CARD(', 'class [|Card|](');
    await checkDefinition(card(own('{% component "ca$0rd" / %}')));
    await inEachEnvironment(own('{% component "ca$0rd" / %}').replace('CARD', 'Card'), async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      const said = await ask(path, (view) => hover(view, offset, kinds)?.markdown);
      assert.strictEqual(
        said,
        '**component card** — `components.card.card.Card`\n\nTemplate: `card/card.html`\n\nShows a card.',
      );
      const uses = await ask(path, (view) => references(view, offset, kinds, false));
      assert.strictEqual(uses.length, 1);
    });
    await inEachEnvironment(
      own('{% component "card" %}{% if a %}{% fill "$0" %}{% endfill %}{% endif %}{% endcomponent %}'),
      async ({ ask, fixture }) => {
        const { path, offset } = fixture.cursor!;
        const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
        assert.deepStrictEqual(
          items.map(({ label }) => label),
          ['head', 'body'],
        );
      },
    );
    for (const [page, insert] of [
      ['{% component "$0" %}', 'card'],
      ['{% component $0 %}', '"card"'],
    ])
      await inEachEnvironment(own(page), async ({ ask, fixture }) => {
        const { path, offset } = fixture.cursor!;
        const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
        assert.deepStrictEqual(
          items.filter(({ kind }) => kind === 'component').map((item) => item.insert),
          [insert],
        );
      });
  });

  surviveTruncation();
});
