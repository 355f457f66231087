import * as assert from 'node:assert';
import { documentationOf } from '../../server/django/docs';
import { hover } from '../../server/features/hover';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/** What is said at `$0` of the text that is marked; nothing where nothing is. */
async function checkHover(fixture: string, ...paragraphs: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => hover(view, offset, kinds) ?? 'nothing');
    const whole = `${opened.project.root}/${path}`;
    const marks = found === 'nothing' ? [] : [{ path: whole, range: found.range }];
    assert.strictEqual(showMarks(opened, marks), expectedMarks(opened));
    assert.strictEqual(found === 'nothing' ? '' : found.markdown, paragraphs.join('\n\n'));
  });
}

const shop = `
//- shop/urls.py
from django.urls import path
from . import views
app_name = 'shop'
urlpatterns = [path('', views.Index.as_view(), name='index'), path('<int:pk>/', views.detail, name='detail')]
//- shop/views.py
from django.views.generic import TemplateView
class Index(TemplateView):
    template_name = 'shop/page.html'
def detail(request, pk):
    """Show one book."""
`;

describe('hover', () => {
  it('on a route tells its URL, its view and its parameters', async () => {
    await checkHover(
      `${shop}//- templates/page.html\n<a href="{% url '[|shop:de$0tail|]' pk=1 %}">`,
      '**shop:detail**',
      '`/shop/<int:pk>/`',
      'View: `shop.views.detail`',
      'Parameters: `pk`',
      'Show one book.',
    );
    await checkHover(
      `${shop}//- shop/other.py\nfrom django.urls import reverse\nreverse('[|shop:in$0dex|]')`,
      '**shop:index**',
      '`/shop/`',
      'View: `shop.views.Index`',
    );
  });

  it('on a template tells its file and what it hides', async () => {
    await checkHover(
      `
      //- shop/templates/shop/page.html
      //- templates/shop/page.html
      //- templates/other.html
      {% include "[|shop/pa$0ge.html|]" %}
    `,
      '**shop/page.html** — `templates/shop/page.html`',
      'Shadows `shop/templates/shop/page.html`',
    );
    await checkHover(
      "//- templates/a.html\n//- shop/views.py\nfrom django.shortcuts import render\nrender(request, '[|a$0.html|]')",
      '**a.html** — `templates/a.html`',
    );
  });

  it('on a tag of Django shows its docstring', () =>
    checkHover(
      '//- django:\n//- templates/page.html\n{% [|u$0rl|] "a" %}',
      '```django-html\n{% url %}\n```',
      'Built-in tag from `django.template.defaulttags`',
      'Give the URL of a route.',
      'For example:',
      '```django-html\n{% url "shop:detail" pk=1 %}\n```',
    ));

  it('on a tag of Django that is not installed shows a line of our own', async () => {
    await checkHover(
      '//- django: none\n//- templates/page.html\n{% [|f$0or|] a in b %}{% endfor %}',
      '```django-html\n{% for %} … {% empty %} … {% endfor %}\n```',
      'Built-in tag from `django.template.defaulttags`',
      documentationOf('tag', 'for')!,
    );
    await checkHover(
      '//- django: none\n//- templates/page.html\n{{ a|[|da$0te|]:"Y" }}',
      '```django-html\n{{ value|date[:argument] }}\n```',
      'Built-in filter from `django.template.defaultfilters`',
      documentationOf('filter', 'date')!,
    );
  });

  it('on an own tag or filter shows its arguments', async () => {
    const library = `
//- shop/templatetags/money.py
from django import template
register = template.Library()

@register.simple_tag
def price(amount, currency='€', *more, **options):
    """
    Write a price.

    It is rounded.
    """

@register.simple_block_tag
def panel(content, title): ...

@register.filter
def euros(amount, digits): ...
//- templates/page.html
`;
    await checkHover(
      `${library}{% load money %}{% [|pr$0ice|] 3 %}`,
      '```django-html\n{% price amount [currency] *more **options %}\n```',
      'From `{% load money %}`, `shop.templatetags.money`',
      'Write a price.',
      'It is rounded.',
    );
    await checkHover(
      `${library}{% load money %}{% [|pa$0nel|] title="a" %}{% endpanel %}`,
      '```django-html\n{% panel title %} … {% endpanel %}\n```',
      'From `{% load money %}`, `shop.templatetags.money`',
    );
    await checkHover(
      `${library}{% load money %}{{ a|[|eu$0ros|]:2 }}`,
      '```django-html\n{{ value|euros:argument }}\n```',
      'From `{% load money %}`, `shop.templatetags.money`',
    );
    await checkHover(
      `${library}{% load euros [|pa$0nel|] from money %}`,
      '```django-html\n{% panel title %} … {% endpanel %}\n```',
      'From `{% load money %}`, `shop.templatetags.money`',
    );
    await checkHover(
      `${library}{% load [|mo$0ney|] %}`,
      '**money** — `shop.templatetags.money`',
      'Tags: `panel`, `price`',
      'Filters: `euros`',
    );
  });

  it('on a static file tells where it is', () =>
    checkHover(
      "//- shop/static/shop/logo.png\n//- templates/page.html\n{% load static %}{% static '[|shop/lo$0go.png|]' %}",
      '**shop/logo.png** — `shop/static/shop/logo.png`',
    ));

  it('on a block tells what it overrides, and a few of many that override it', async () => {
    const children = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
      (name) => `//- templates/${name}.html\n{% extends 'base.html' %}{% block title %}{% endblock %}\n`,
    );
    const base = (mark: string) => `//- templates/base.html\n{% block ${mark} %}{% endblock %}\n`;
    await checkHover(
      [...children, base('[|ti$0tle|]')].join(''),
      '**block title**',
      'Overridden in `a.html`, `b.html`, `c.html`, `d.html`, `e.html` and 2 more',
    );
    const child = "//- templates/child.html\n{% extends 'base.html' %}{% block [|ti$0tle|] %}{% endblock %}\n";
    await checkHover(base('title') + child, '**block title**', 'Overrides `base.html`');
  });

  it('says nothing of what is not known, and of text', async () => {
    for (const text of [
      "{% url 'noth$0ing' %}",
      '{% noth$0ing %}',
      '{{ a|noth$0ing }}',
      '<p>ur$0l',
      '{{ ur$0l }}',
      '{# {% u$0rl %} #}',
    ])
      await checkHover(text);
  });

  surviveTruncation();
});
