import * as assert from 'node:assert';
import { filterArgumentOf } from '../../server/django/filterSyntax';
import { djangoLibraries } from '../../server/django/libraries';
import { tagSyntaxOf } from '../../server/django/tagSyntax';
import { djangoVersions } from '../../server/django/versions';
import { signatureHelp } from '../../server/features/signatureHelp';
import { grammarFunctions } from '../../server/templates/tags';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const shop = `
//- shop/urls.py
from django.urls import path, re_path
from . import views
app_name = 'shop'
urlpatterns = [
    path('', views.index, name='index'),
    path('<slug:category>/<int:pk>/', views.detail, name='detail'),
    path('all/', views.index, name='list'),
    path('all/<int:page>/', views.index, name='list'),
    re_path(r'^(?P<year>[0-9]{4})/$', views.index, name='year'),
]
//- shop/views.py
def index(request): ...
def detail(request, category, pk):
    """Shows one."""
//- shop/templatetags/money.py
from django import template
register = template.Library()
@register.simple_tag(takes_context=True)
def price(context, amount: int, currency='EUR', *extra, digits=2, **more):
    """
    Writes a price.

    Usage::

        {% price 1 %}

    :param amount: What it costs.
    :param digits: How many are shown.
    """
@register.inclusion_tag('row.html')
def row(item): ...
@register.simple_block_tag
def panel(content, title=None): ...
@register.filter
def euros(value, digits: int = 2):
    """
    Writes euros.

    Args:
        digits: How many are shown.
    """
@register.filter
def plain(value): ...
@register.tag
def own(parser, token): ...
//- templates/row.html
`;

/** What is told at `$0`: a form a line, the active one marked by `>`, its active part by `«»`. */
async function checkSignature(template: string, ...lines: string[]): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n{% load money %}${template}\n${shop}`, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => ({ help: signatureHelp(view, offset) }));
    const { signatures = [], active = 0 } = found.help ?? {};
    const shown = signatures.map(({ label, parameters, activeParameter }, i) => {
      const at = activeParameter === undefined ? undefined : parameters[activeParameter];
      const marked = at ? `${label.slice(0, at.start)}«${label.slice(at.start, at.end)}»${label.slice(at.end)}` : label;
      return i === active ? `> ${marked}` : marked;
    });
    assert.deepStrictEqual(shown, lines);
  });
}

/** What is said of the active form and of its active part. */
async function checkDocumentation(template: string, form: string, part: string): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n{% load money %}${template}\n${shop}`, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const said = await opened.ask(path, (view) => {
      const { signatures = [], active = 0 } = signatureHelp(view, offset) ?? {};
      const one = signatures[active];
      return [one?.documentation ?? '', one?.parameters[one.activeParameter ?? -1]?.documentation ?? ''];
    });
    assert.deepStrictEqual(said, [form, part]);
  });
}

describe('signature help', () => {
  it('shows the parameters of simple, inclusion and block tags', async () => {
    const rest = '[currency="EUR"] [*extra] [digits=2] [**more]';
    await checkSignature('{% price $0 %}', `> price «amount» ${rest}`);
    await checkSignature('{% price am$0', `> price «amount» ${rest}`);
    await checkSignature('{% price a $0b %}', `> price amount «[currency="EUR"]» [*extra] [digits=2] [**more]`);
    await checkSignature('{% price a "b" c d $0 %}', `> price amount [currency="EUR"] «[*extra]» [digits=2] [**more]`);
    await checkSignature('{% price a digits=$0 %}', `> price amount [currency="EUR"] [*extra] «[digits=2]» [**more]`);
    await checkSignature('{% price a digits=1 $0 %}', `> price amount «[currency="EUR"]» [*extra] [digits=2] [**more]`);
    await checkSignature('{% price a other=$0 %}', `> price amount [currency="EUR"] [*extra] [digits=2] «[**more]»`);
    await checkSignature('{% price a as $0 %}', `> price amount ${rest}`);
    await checkSignature('{% row $0 %}', '> row «item»');
    await checkSignature('{% row item x $0 %}', '> row item');
    await checkSignature('{% panel $0 %}{% endpanel %}', '> panel «[title=None]»');
    await checkDocumentation('{% price $0 %}', 'Writes a price.', '`int`: What it costs.');
    await checkDocumentation('{% price 1 digits=$0 %}', 'Writes a price.', 'How many are shown.');
  });

  it('shows how the tags of Django are written', async () => {
    await checkSignature('{% for $0 %}', '> for «item…» in list [reversed]');
    await checkSignature('{% for a, b $0 %}', '> for «item…» in list [reversed]');
    await checkSignature('{% for a in$0 %}', '> for item… «in» list [reversed]');
    await checkSignature('{% for a in $0 %}{% endfor %}', '> for item… in «list» [reversed]');
    await checkSignature('{% for a in b $0 %}{% endfor %}', '> for item… in list «[reversed]»');
    await checkSignature('{% for a in b reversed $0 %}{% endfor %}', '> for item… in list [reversed]');
    await checkSignature('{% include "row.html" $0 %}', '> include template «[with» name=value…] [only]');
    await checkSignature('{% include "row.html" with $0 %}', '> include template [with «name=value…]» [only]');
    await checkSignature('{% include "row.html" with a=b $0 %}', '> include template [with «name=value…]» [only]');
    await checkSignature('{% include "row.html" with a=b only $0 %}', '> include template [with name=value…] [only]');
    await checkSignature('{% load $0 %}', '> load «library…»', 'load «tag…» from library');
    await checkSignature('{% load price from $0 %}', 'load «library…»', '> load tag… from «library»');
    await checkSignature('{% widthratio a $0 %}', '> widthratio value «maximum» width [as name]');
    await checkSignature('{% cycle "a" "b" as $0 %}', '> cycle value… [as «name]» [silent]');
  });

  it('says little of what everybody knows', () =>
    inEachEnvironment('//- templates/page.html\n{% if a $0 %}{% endif %}', async ({ ask, fixture }) => {
      const found = await ask('templates/page.html', (view) => signatureHelp(view, fixture.cursor!.offset));
      assert.deepStrictEqual([found?.quiet, found?.signatures[0].label], [true, 'if condition']);
    }));

  it('shows the parameters of a route, in order and by name', async () => {
    await checkSignature("{% url 'shop:detail' $0 %}", "> url 'shop:detail' «category» pk [as name]");
    await checkSignature("{% url 'shop:detail' a $0 %}", "> url 'shop:detail' category «pk» [as name]");
    await checkSignature("{% url 'shop:detail' pk=$0 %}", "> url 'shop:detail' category «pk» [as name]");
    await checkSignature("{% url 'shop:detail' pk=1 $0 %}", "> url 'shop:detail' «category» pk [as name]");
    await checkSignature("{% url 'shop:detail' pk$0 %}", "> url 'shop:detail' category «pk» [as name]");
    await checkSignature("{% url 'shop:detail' a b as $0 %}", "> url 'shop:detail' category pk [as «name]»");
    await checkSignature(
      "{% url 'shop:list' $0 %}",
      "url 'shop:list' «[as» name]",
      "> url 'shop:list' «page» [as name]",
    );
    await checkSignature("{% url 'shop:year' $0 %}", "> url 'shop:year' «year» [as name]");
    await checkSignature("{% url 'nowhere' $0 %}", '> url route «[argument…]» [as name]');
    await checkSignature('{% url $0 %}', '> url «route» [argument…] [as name]');
    await checkDocumentation(
      "{% url 'shop:detail' a $0 %}",
      '`/shop/<slug:category>/<int:pk>/`\n\nShows one.',
      '`int`',
    );
    await checkDocumentation("{% url 'shop:year' $0 %}", '`/shop/<year>/`', '`[0-9]{4}`');
  });

  it('shows what a filter takes', async () => {
    await checkSignature('{{ a|date:$0 }}', '> date:«format»');
    await checkSignature('{{ a|date:"Y$0" }}', '> date:«format»');
    await checkSignature('{% if a|lower|truncatechars:$0 %}{% endif %}', '> truncatechars:«length»');
    await checkSignature('{{ a|euros:$0 }}', '> euros:«[digits=2]»');
    await checkSignature('{{ a|plain:$0 }}');
    await checkSignature('{{ a|nothing:$0 }}');
    await checkSignature('{{ a|date$0 }}');
    await checkDocumentation('{{ a|euros:$0 }}', 'Writes euros.', '`int`: How many are shown.');
  });

  it('is silent elsewhere', async () => {
    for (const template of [
      '$0',
      '{{ $0 }}',
      '{{ a.$0 }}',
      '{% pri$0ce %}',
      '{% own $0 %}',
      '{% nothing $0 %}',
      '{# {% for $0 %} #}',
    ])
      await checkSignature(template);
    await checkSignature('{% for a in b %}{% endfor $0 %}');
    await checkSignature('{% if a %}{% else $0 %}{% endif %}');
  });

  it('knows each tag and filter of Django that takes anything', () => {
    const none = new Set(['csrf_token', 'debug', 'spaceless']);
    for (const dotted of grammarFunctions())
      assert.strictEqual(tagSyntaxOf(dotted) === undefined, none.has(dotted.split('.').at(-1)!), dotted);
    for (const version of djangoVersions)
      for (const { filters, app } of djangoLibraries(version))
        for (const { function: dotted, arguments: given } of filters.values())
          if (given && given.most > 0 && app !== 'django.contrib.admin') assert.ok(filterArgumentOf(dotted), dotted);
  });

  surviveTruncation();
});
