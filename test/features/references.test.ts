import * as assert from 'node:assert';
import { references } from '../../server/features/references';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/**
 * Asks for references at `$0`, or at each of the marks in turn; the marks are where the thing is defined and used.
 * @param elsewhere places in no file of the fixture: `django/template/defaulttags.py: url`
 */
async function checkReferences(fixture: string, ...elsewhere: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { cursor, marks } = opened.fixture;
    const everyMark = [...marks].flatMap(([path, ranges]) =>
      ranges.filter(({ start, end }) => end > start).map(({ start }) => ({ path, offset: start })),
    );
    for (const { path, offset } of cursor ? [cursor] : everyMark) {
      const found = await opened.ask(path, (view) => references(view, offset, kinds, true));
      assert.strictEqual(showMarks(opened, found), expectedMarks(opened, elsewhere), `asked in ${path} at ${offset}`);
    }
  });
}

describe('references', () => {
  it('of a route, in templates and in Python', () =>
    checkReferences(`
      //- shop/urls.py
      from django.urls import path
      from . import views
      app_name = 'shop'
      urlpatterns = [path('', views.index, name='[|index|]'), path('x/', views.index, name='other')]
      //- shop/views.py
      from django.shortcuts import redirect
      from django.urls import reverse, reverse_lazy
      def index(request):
          return redirect('[|shop:index|]')
      a = reverse("[|shop:index|]", args=[1])
      b = reverse_lazy(viewname='[|shop:index|]')
      c = reverse('shop:other')
      d = 'shop:index'
      //- shop/templates/shop/page.html
      <a href="{% url '[|shop:index|]' %}">{% url "[|shop:index|]" as link %}{% url 'shop:other' %}{% url 'index' %}
      {# {% url 'shop:index' %} #}
    `));

  it('of a route that several includes lead to, by the name of the app and of each instance', () =>
    checkReferences(`
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
      {% url '[|first:index|]' %}{% url '[|shop:index|]' %}{% url '[|second:index|]' %}
    `));

  it('of a template, in templates and in Python, under whichever name', () =>
    checkReferences(`
      //- shop/templates/shop/base.html
      [||]<html>
      //- shop/templates/shop/page.html
      {% extends "[|shop/base.html|]" %}
      //- shop/templates/shop/parts/row.html
      {% include "[|../base.html|]" %}{% include "./base.html" %}
      //- shop/views.py
      from django.shortcuts import render
      from django.views.generic import TemplateView
      class View(TemplateView):
          template_name = '[|shop/base.html|]'
      render(request, '[|shop/base.html|]')
      render(request, 'base.html')
    `));

  const library = `
from django import template
register = template.Library()
@register.simple_tag
def TAG(amount): ...
@register.filter(name='euros')
def FILTER(amount): ...
`;

  it('of a tag', () =>
    checkReferences(`
//- shop/templatetags/money.py${library.replace('TAG', '[|price|]').replace('FILTER', 'euros')}
//- shop/templates/shop/page.html
{% load money %}{% [|pr$0ice|] 3 %}{% if a %}{% [|price|] 4 as b %}{% endif %}{# {% price 3 %} #}
//- shop/templates/shop/other.html
{% load [|price|] from money %}{% [|price|] 3 %}
//- shop/templates/shop/without.html
{{ price }}{{ a|price }}
    `));

  it('of a filter', () =>
    checkReferences(`
//- shop/templatetags/money.py${library.replace('TAG', 'price').replace('FILTER', '[|in_euros|]')}
//- shop/templates/shop/page.html
{% load money %}{{ a|[|eur$0os|] }}{% if a|default:b|[|euros|] %}{% endif %}{% price a|[|euros|] %}
//- shop/templates/shop/without.html
{{ euros }}{% euros %}
    `));

  it('of a library', () =>
    checkReferences(`
//- shop/templatetags/money.py
[||]${library.trimStart()}
//- shop/templates/shop/page.html
{% load static [|money|] %}{% load price from [|money|] %}{% price 3 %}
    `));

  it('of a tag of the same name in another library are others', () =>
    checkReferences(`
      //- shop/templatetags/one.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def [|price|](): ...
      //- shop/templatetags/two.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def price(): ...
      //- templates/page.html
      {% load one %}{% [|pr$0ice|] %}{% load two %}{% price %}
      //- templates/other.html
      {% load two %}{% price %}{% load one %}{% [|price|] %}
    `));

  it('of a static file', () =>
    checkReferences(`
      //- static/logo.png
      [||]
      //- templates/page.html
      {% load static %}{% static '[|logo.png|]' %}{% static "other.png" %}
      //- templates/other.html
      {% load static %}<img src="{% static "[|logo.png|]" %}">
    `));

  it('of a block, in all templates that extend each other', () =>
    checkReferences(`
      //- templates/base.html
      {% block [|a|] %}{% endblock [|a|] %}{% block b %}{% endblock %}
      //- templates/middle.html
      {% extends "base.html" %}{% block [|a|] %}{{ block.super }}{% endblock %}
      //- templates/leaf.html
      {% extends "./middle.html" %}{% block [|a|] %}{% endblock [|a|] %}
      //- templates/side.html
      {% extends "base.html" %}{% block [|a|] %}{% endblock %}
      //- templates/other.html
      {% block a %}{% endblock a %}{% partialdef a %}{% endpartialdef a %}
    `));

  it('of a partial', () =>
    checkReferences(`
      //- templates/page.html
      {% partialdef [|row|] %}{% endpartialdef [|row|] %}{% partial [|row|] %}{% partial other %}
      //- templates/other.html
      {% include "page.html#[|row|]" %}{% partialdef row %}{% endpartialdef %}{% partial row %}
      //- shop/views.py
      from django.shortcuts import render
      render(request, 'page.html#[|row|]')
      render(request, 'page.html')
    `));

  it('of a tag of Django', () =>
    checkReferences(
      `
      //- django: admin
      //- templates/page.html
      {% [|for|] a in b %}{% endfor %}{% [|for|] a in b %}{% endfor %}
    `,
      'django/template/defaulttags.py: do_for',
    ));

  surviveTruncation();
});
