import * as assert from 'node:assert';
import { completion } from '../../server/features/completion';
import type { Completion } from '../../server/project/kind';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const shop = `
//- shop/models.py
from django.db import models
class Order(models.Model):
    made = models.DateTimeField()
    number = models.CharField(max_length=9)
    total = models.DecimalField(max_digits=9, decimal_places=2)
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name='lines')
//- shop/urls.py
from django.urls import path
from . import views
app_name = 'shop'
urlpatterns = [
    path('', views.page, name='index'),
    path('<slug:category>/<int:pk>/', views.page, name='detail'),
]
//- shop/views.py
from django.shortcuts import render
from .models import Order
def page(request):
    return render(request, 'page.html', {'order': Order.objects.get(), 'title': 'x', 'either': request.GET.get('x') if request else outside(), 'maybe': Order.objects.get().number if request.user else 3})
//- shop/templatetags/money.py
from django import template
register = template.Library()
@register.simple_tag
def price(amount, currency='EUR', *, digits): ...
@register.inclusion_tag('row.html')
def row(item, first=False): ...
@register.simple_block_tag
def panel(content, title): ...
@register.tag
def boxed(parser, token):
    nodes = parser.parse(('endboxed',))
    parser.delete_first_token()
@register.filter
def shout(value: str): ...
@register.filter
def cents(value: int): ...
//- templates/row.html
{% load money %}{{ item.name }}{% if order %}{{ title }}{% endif %}{% for x in list %}{{ x }}{{ forloop.first }}{% endfor %}{% with a=size %}{{ a }}{% endwith %}
{% price amount digits=digits %}{% url 'shop:index' as there %}{{ there }}{{ True }}
`;

const inPage = (template: string) => `//- templates/page.html\n{% load money %}${template}\n${shop}`;

async function completeAt(
  template: string,
  test: (items: readonly Completion[], text: string, replace: { start: number; end: number }) => void,
) {
  await inEachEnvironment(inPage(template), async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    // The answer is asked for again until all that it needs has been read.
    const found = await ask(path, (view) => ({ completed: completion(view, offset, kinds), text: view.text }));
    const items = [...(found.completed?.items ?? [])].sort(
      (a, b) => a.rank - b.rank || (a.order ?? 0) - (b.order ?? 0) || (a.label < b.label ? -1 : 1),
    );
    test(items, found.text, found.completed?.target.replace ?? { start: offset, end: offset });
  });
}

/** The items of some kinds at `$0`, the best first. */
async function checkItems(
  template: string,
  of: readonly Completion['kind'][],
  labels: readonly string[],
): Promise<void> {
  await completeAt(template, (items) =>
    assert.deepStrictEqual(
      items.filter(({ kind }) => of.includes(kind)).map(({ label }) => label),
      labels,
    ),
  );
}

/** What the page becomes when an item is taken by an editor that has snippets. */
async function checkTaken(template: string, label: string, after: string): Promise<void> {
  await completeAt(template, (items, text, replace) => {
    const item = items.find((one) => one.label === label);
    assert.ok(item, `${label} is not among ${items.map((one) => one.label).join(', ')}`);
    let n = 0;
    const written = item.snippet?.pieces.map((piece) =>
      typeof piece === 'string' ? piece : 'end' in piece ? '<|>' : `<${++n}:${piece.place}>`,
    );
    const { start, end } = item.snippet?.replace ?? item.replace ?? replace;
    const edits = [{ start, end, text: written?.join('') ?? item.insert }, ...(item.edits ?? [])];
    assert.strictEqual(applyEdits(text, edits).replace('{% load money %}', '').trimEnd(), after);
  });
}

const first = (count: number) => (labels: readonly string[]) => labels.slice(0, count);

/** The first items at `$0`. */
async function checkFirst(template: string, labels: readonly string[]): Promise<void> {
  await completeAt(template, (items) =>
    assert.deepStrictEqual(first(labels.length)(items.map(({ label }) => label)), labels),
  );
}

describe('completion of blocks', () => {
  it('has the end of the open block first, then its branches, where they belong', async () => {
    await checkFirst('{% if a %}{% $0 %}', ['endif', 'elif', 'else']);
    await checkItems('{% if a %}{% else %}{% $0 %}', ['block'], ['endif']);
    await checkFirst('{% for a in b %}{% $0 %}', ['endfor', 'empty']);
    await checkItems('{% for a in b %}{% empty %}{% $0 %}', ['block'], ['endfor']);
    await checkItems('{% for a in b %}{% if c %}{% $0 %}', ['block'], ['endif', 'elif', 'else']);
    await checkItems('{% if a %}{% endif %}{% $0 %}', ['block'], []);
  });

  it('writes a whole block', async () => {
    await checkTaken('\n{% i$0 %}', 'if … endif', '\n{% if <1:condition> %}\n\t<|>\n{% endif %}');
    await checkTaken('\n  {% fo$0 %}\n', 'for … endfor', '\n  {% for <1:item> in <2:list> %}\n\t<|>\n{% endfor %}');
    await checkTaken('\n{% fo$0', 'for … endfor', '\n{% for <1:item> in <2:list> %}\n\t<|>\n{% endfor %}');
    await checkTaken('<p>{% wi$0 %}</p>', 'with … endwith', '<p>{% with <1:name=value> %}<|>{% endwith %}</p>');
    await checkTaken('<p>{% blo$0%}</p>', 'block … endblock', '<p>{% block <1:name> %}<|>{% endblock %}</p>');
    await checkTaken('<p>{% pan$0 %}</p>', 'panel … endpanel', '<p>{% panel <1:title> %}<|>{% endpanel %}</p>');
    await checkTaken('<p>{% box$0 %}</p>', 'boxed … endboxed', '<p>{% boxed %}<|>{% endboxed %}</p>');
    await checkTaken('<p>{% spa$0 %}</p>', 'spaceless … endspaceless', '<p>{% spaceless %}<|>{% endspaceless %}</p>');
  });

  it('loads the library of a block', () =>
    checkTaken(
      '<p>{% blo$0 %}</p>',
      'blocktranslate … endblocktranslate',
      '\n{% load i18n %}<p>{% blocktranslate %}<|>{% endblocktranslate %}</p>',
    ));

  it('leaves a tag that is there alone', () =>
    completeAt('{% i$0f a %}{% endif %}', (items) => assert.ok(!items.some(({ label }) => label.includes('…')))));
});

describe('completion of a tag', () => {
  it('writes what the tag wants', async () => {
    await checkTaken('{% inclu$0 %}', 'include', '{% include "<1:>" %}');
    await checkTaken('{% ext$0 %}', 'extends', '{% extends "<1:>" %}');
    await checkTaken('{% ur$0 %}', 'url', "{% url '<1:>' %}");
    await checkTaken('{% loa$0 %}', 'load', '{% load <1:> %}');
    await checkTaken('{% no$0 %}', 'now', '{% now "<1:>" %}');
    await checkTaken('{% if$0 %}', 'if', '{% if <1:> %}');
    await checkTaken('{% autoes$0 %}', 'autoescape', '{% autoescape <1:> %}');
    await checkTaken('{% ro$0 %}', 'row', '{% row <1:> %}');
    await checkTaken('{% pri$0 %}', 'price', '{% price <1:amount> digits=<2:digits> %}');
    await checkTaken('{% reg$0 %}', 'regroup', '{% regroup <1:list> by <2:attribute> as <3:name> %}');
    await checkTaken('{% sta$0 %}', 'static', '\n{% load static %}{% static "<1:>" %}');
    await checkTaken('{% tran$0 %}', 'translate', '\n{% load i18n %}{% translate "<1:>" %}');
    await checkTaken(
      '{% get_current_l$0 %}',
      'get_current_language',
      '\n{% load i18n %}{% get_current_language as <1:name> %}',
    );
  });

  it('closes it where it is not closed', async () => {
    await checkTaken('{% inclu$0', 'include', '{% include "<1:>" %}<|>');
    await checkTaken('<p>\n  {% inclu$0\n</p>', 'include', '<p>\n  {% include "<1:>" %}<|>\n</p>');
    await checkTaken('{% inclu$0%}', 'include', '{% include "<1:>" %}');
  });

  it('writes the quotes that the template writes, or else those that the attribute leaves', async () => {
    await checkTaken('{% url "a" %}{% ur$0 %}', 'url', '{% url "a" %}{% url "<1:>" %}');
    await checkTaken("{% include 'a' %}{% inclu$0 %}", 'include', "{% include 'a' %}{% include '<1:>' %}");
    await checkTaken("<a href='{% ur$0 %}'>", 'url', '<a href=\'{% url "<1:>" %}\'>');
    await checkTaken('<a href="{% inclu$0 %}">', 'include', '<a href="{% include \'<1:>\' %}">');
  });

  it('writes the name alone where it takes nothing, or nobody knows what it takes, or that is there already', async () => {
    await checkTaken('{% csrf_t$0 %}', 'csrf_token', '{% csrf_token %}');
    await checkTaken('{% csrf_t$0', 'csrf_token', '{% csrf_token');
    await checkTaken('{% box$0 %}', 'boxed', '{% boxed %}');
    await checkTaken('{% inc$0lude "row.html" %}', 'include', '{% include "row.html" %}');
    await checkTaken('{% inclu$0 <b>', 'include', '{% include <b>');
  });

  it('asks for what can be written there, where that is known', async () => {
    const asks = async (template: string, label: string) => {
      let found: boolean | undefined;
      await completeAt(template, (items) => {
        found = items.find((one) => one.label === label)?.snippet?.asks === true;
      });
      return found;
    };
    for (const [template, label] of [
      ['{% inclu$0 %}', 'include'],
      ['{% ur$0 %}', 'url'],
      ['{% if$0 %}', 'if'],
      ['{% ro$0 %}', 'row'],
      ['{% now$0 %}', 'now'],
      ['{% extends "base.html" %}{% blo$0 %}', 'block'],
    ])
      assert.strictEqual(await asks(template, label), true, template);
    for (const [template, label] of [
      ['{% tran$0 %}', 'translate'],
      ['{% fo$0 %}', 'for'],
      ['{% pri$0 %}', 'price'],
      ['{% blo$0 %}', 'block'],
    ])
      assert.strictEqual(await asks(template, label), false, template);
  });
});

describe('completion of arguments', () => {
  it('has the words of the syntax', async () => {
    await checkItems('{% for a $0 %}', ['keyword'], ['in']);
    await checkItems('{% for a in order.lines.all $0 %}', ['keyword'], ['reversed']);
    await checkItems('{% include "row.html" $0 %}', ['keyword'], ['with', 'only']);
    await checkItems('{% include "row.html" with a=b $0 %}', ['keyword'], ['only']);
    await checkItems('{% if $0 %}', ['keyword'], ['not']);
    await checkItems('{% if a $0 %}', ['keyword'], ['and', 'in', 'is', 'not', 'or']);
    await checkItems('{% if a and $0 %}', ['keyword'], ['not']);
    await checkItems('{% autoescape $0 %}', ['keyword'], ['off', 'on']);
    await checkItems('{% if a.$0 %}{{ $0', ['keyword'], []);
    await checkItems('{% load price $0 %}', ['keyword'], ['from']);
  });

  it('has the parameters of simple and inclusion tags by name', async () => {
    await checkItems('{% price $0 %}', ['parameter'], ['amount=', 'currency=', 'digits=']);
    await checkItems('{% price 1 $0 %}', ['parameter'], ['currency=', 'digits=']);
    await checkItems('{% price 1 digits=2 c$0 %}', ['parameter'], ['currency=']);
    await checkItems('{% price amount=$0 %}', ['parameter'], []);
    await checkItems('{% price a|$0 %}{% endprice %}', ['parameter'], []);
    await checkItems('{% price 1 as $0 %}', ['parameter'], []);
    await checkItems('{% row $0 %}', ['parameter'], ['item=', 'first=']);
    await checkTaken('{% price 1 cu$0 %}', 'currency=', '{% price 1 currency= %}');
  });

  it('has the parameters of a route by name', async () => {
    await checkItems("{% url 'shop:detail' $0 %}", ['parameter'], ['category=', 'pk=']);
    await checkItems("{% url 'shop:detail' pk=1 $0 %}", ['parameter'], ['category=']);
    await checkItems("{% url 'shop:detail' 1 $0 %}", ['parameter'], []);
    await checkItems("{% url 'shop:index' $0 %}", ['parameter'], []);
  });

  it('has the variables that an included template needs, those that it lacks first', async () => {
    const all = ['item=', 'list=', 'size=', 'amount=', 'digits=', 'order=', 'title='];
    await checkItems('{% include "row.html" with $0 %}', ['parameter'], all);
    await checkItems(
      '{% include "row.html" with item=order $0 %}',
      ['parameter'],
      all.filter((one) => one !== 'item='),
    );
    await checkItems('{% include "row.html" $0 %}', ['parameter'], []);
    await checkItems('{% include "row.html" with $0 %}', ['variable', 'keyword'], []);
    await checkItems(
      '{% include "row.html" with item=or$0 %}',
      ['variable'],
      ['either', 'maybe', 'order', 'title', 'csrf_token'],
    );
    await checkItems('{% include "row.html" with item=$0 %}', ['parameter'], []);
    await checkItems('{% include name with $0 %}', ['parameter'], []);
  });

  it('has the names of a library that is taken from', async () => {
    await checkItems(
      '{% load $0 from money %}',
      ['tag', 'filter'],
      ['boxed', 'cents', 'panel', 'price', 'row', 'shout'],
    );
    await checkItems('{% load price $0 from money %}', ['tag', 'filter'], ['boxed', 'cents', 'panel', 'row', 'shout']);
  });

  it('has what loops and blocks add', async () => {
    await completeAt('{% for a in b %}{{ forloop.$0 }}{% endfor %}', (items) =>
      assert.ok(
        ['counter', 'counter0', 'first', 'last', 'parentloop', 'revcounter', 'revcounter0'].every((name) =>
          items.some(({ label }) => label === name),
        ),
      ),
    );
    await completeAt('{% block a %}{{ block.$0 }}{% endblock %}', (items) =>
      assert.ok(items.some(({ label }) => label === 'super')),
    );
    const variables = '{% block a %}{% for x in y %}{{ $0 }}{% endfor %}{% endblock %}';
    await checkItems(
      variables,
      ['variable'],
      ['x', 'either', 'maybe', 'order', 'title', 'block', 'csrf_token', 'forloop'],
    );
  });
});

describe('completion of variables', () => {
  it('has the fields of a model before what points at it, and names of constants last', async () => {
    const names = ['id', 'made', 'number', 'pk', 'total', 'lines', 'get_next_by_made', 'get_previous_by_made'];
    await completeAt('{{ order.$0 }}', (items) =>
      assert.deepStrictEqual(
        items.filter(({ label }) => names.includes(label)).map(({ label }) => label),
        names,
      ),
    );
    const page = `
      //- config/settings.py
      SECRET_KEY = 'x'
      TEMPLATES = [{
          'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['/project/templates'],
          'OPTIONS': {'context_processors': ['config.processors.all']},
      }]
      //- config/processors.py
      def all(request):
          return {'LEVELS': {}, 'site': 'x', 'MEDIA_URL': '/'}
      //- templates/page.html
      {{ $0 }}
    `;
    await inEachEnvironment(page, async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      const items = (await ask(path, (view) => ({ found: completion(view, offset, kinds) }))).found?.items ?? [];
      const order = items.toSorted((one, other) => one.rank - other.rank).map(({ label }) => label);
      assert.deepStrictEqual(
        order,
        ['csrf_token', 'site', 'LEVELS', 'MEDIA_URL'].filter((name) => order.includes(name)),
      );
      assert.ok(order.indexOf('site') >= 0 && order.indexOf('site') < order.indexOf('LEVELS'), order.join(', '));
    });
  });
});

describe('completion of routes with parameters', () => {
  it('writes their names where nothing follows', async () => {
    await checkTaken("{% url '$0' %}", 'shop:detail', "{% url 'shop:detail' category=<1:category> pk=<2:pk> %}");
    await checkTaken(
      '<a href="{% url \'sho$0\' %}">',
      'shop:detail',
      '<a href="{% url \'shop:detail\' category=<1:category> pk=<2:pk> %}">',
    );
    await checkTaken('{% url $0 %}', 'shop:detail', '{% url "shop:detail" category=<1:category> pk=<2:pk> %}');
    await checkTaken(
      "{% url '$0' as there %}",
      'shop:detail',
      "{% url 'shop:detail' category=<1:category> pk=<2:pk> as there %}",
    );
    await checkTaken("{% url '$0' %}", 'shop:index', "{% url 'shop:index' %}");
    await checkTaken("{% url '$0' order.pk %}", 'shop:detail', "{% url 'shop:detail' order.pk %}");
    await checkTaken("{% url '$0", 'shop:detail', "{% url 'shop:detail");
  });
});

describe('completion of filters', () => {
  const order = (template: string, ...labels: string[]) =>
    completeAt(template, (items) =>
      assert.deepStrictEqual(
        items.map(({ label }) => label).filter((label) => labels.includes(label)),
        labels,
      ),
    );

  it('has those first that fit the type', async () => {
    await order('{{ order.made|$0 }}', 'date', 'timesince', 'default', 'linebreaks', 'upper');
    await order('{{ order.number|$0 }}', 'linebreaks', 'shout', 'upper', 'default', 'cents', 'date');
    await order('{{ order.total|$0 }}', 'floatformat', 'default', 'date', 'upper');
    await order('{{ order.lines.all|$0 }}', 'first', 'length', 'default', 'date', 'upper');
    await order('{{ order.number|length|$0 }}', 'cents', 'pluralize', 'default', 'shout', 'upper');
    await order('{{ either|$0 }}', 'linebreaks', 'shout', 'upper', 'default', 'date');
    await order('{{ maybe|$0 }}', 'cents', 'floatformat', 'linebreaks', 'shout', 'upper', 'default', 'date');
    await order('{{ unknown|$0 }}', 'cents', 'date', 'default', 'shout', 'upper');
  });

  surviveTruncation();
});
