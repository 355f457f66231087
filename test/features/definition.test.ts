import * as assert from 'node:assert';
import { definition } from '../../server/features/definition';
import { typeDefinition } from '../../server/features/typeDefinition';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/**
 * Goes to the definition from `$0`; the marks are where it leads.
 * @param elsewhere places in no file of the fixture: `django/template/defaulttags.py: url`
 */
async function checkDefinition(fixture: string, ...elsewhere: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => definition(view, offset, kinds));
    assert.strictEqual(showMarks(opened, found?.locations ?? []), expectedMarks(opened, elsewhere));
  });
}

/** The same for what the thing at `$0` stands for. */
async function checkTypeDefinition(fixture: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => typeDefinition(view, offset, kinds));
    assert.strictEqual(showMarks(opened, found?.locations ?? []), expectedMarks(opened));
  });
}

const shop = `
//- shop/urls.py
from django.urls import path
from . import views
app_name = 'shop'
urlpatterns = [path('', views.index, name='INDEX'), path('<int:pk>/', views.detail, name='detail')]
//- shop/views.py
def index(request): ...
def detail(request, pk): ...
`;

/** The shop with its route `index` marked, in front of other files. */
const toIndex = (files: string) => shop.replace('INDEX', '[|index|]') + files;
const toNothing = (files: string) => shop.replace('INDEX', 'index') + files;

describe('definition of a route', () => {
  it('from {% url %}, with the cursor anywhere in the name', async () => {
    for (const text of [
      '<a href="{% url \'shop:in$0dex\' %}">',
      '<a href=\'{% url "$0shop:index" %}\'>',
      "{% url 'shop:index$0' as link %}",
      "😀{{ '😀' }}{% url 'shop:ind$0ex' %}",
    ]) {
      await checkDefinition(toIndex(`//- templates/page.html\n${text}`));
      await checkDefinition(toIndex(`//- templates/page.html\n<p>\n${text}\n`).replaceAll('\n', '\r\n'));
    }
  });

  it('from Python', async () => {
    for (const text of [
      "from django.urls import reverse\nreverse('shop:in$0dex')",
      "from django.shortcuts import redirect\nredirect('shop:in$0dex', 1)",
      "from django import urls\nx = urls.reverse_lazy(viewname='shop:in$0dex')",
    ])
      await checkDefinition(toIndex(`//- shop/other.py\n${text}`));
  });

  it('from its own name', () => checkDefinition(shop.replace('INDEX', '[|in$0dex|]')));

  it('with several definitions of the name', () =>
    checkDefinition(`
      //- config/urls.py
      from django.urls import path, re_path
      urlpatterns = [path('a/', view, name='[|page|]'), re_path(r'^b/(\\d+)$', view, name='[|page|]')]
      //- templates/page.html
      {% url 'pa$0ge' %}
    `));

  it('through the name of the app, for each instance', () =>
    checkDefinition(`
      //- config/urls.py
      from django.urls import include, path
      urlpatterns = [path('a/', include('shop.urls', 'one')), path('b/', include(('shop.more', 'shop'), 'two'))]
      //- shop/urls.py
      from django.urls import path
      app_name = 'shop'
      urlpatterns = [path('', view, name='[|index|]')]
      //- shop/more.py
      from django.urls import path
      urlpatterns = [path('', view, name='[|index|]')]
      //- templates/page.html
      {% url 'shop:in$0dex' %}
    `));

  it('in an installed package', () =>
    checkDefinition(
      `
      //- django: auth
      //- config/urls.py
      from django.urls import include, path
      urlpatterns = [path('accounts/', include('django.contrib.auth.urls'))]
      //- templates/page.html
      {% url 'log$0in' %}
    `,
      'django/contrib/auth/urls.py: login',
    ));

  it('leads nowhere from other texts', async () => {
    for (const text of [
      "{% url 'in$0dex' %}",
      "{# {% url 'shop:ind$0ex' %} #}",
      'shop:in$0dex',
      "{% now 'shop:in$0dex' %}",
    ])
      await checkDefinition(toNothing(`//- templates/page.html\n${text}`));
    await checkDefinition(toNothing("//- shop/other.py\nx = 'shop:in$0dex'"));
  });
});

describe('definition of a template', () => {
  it('from {% extends %} and {% include %}', async () => {
    for (const text of [
      '{% extends "shop/ba$0se.html" %}',
      "{% include 'shop/ba$0se.html' with a=1 only %}",
      '{% include "./ba$0se.html" %}',
      '{% include "../shop/ba$0se.html" %}',
    ])
      await checkDefinition(`
        //- shop/templates/shop/base.html
        [||]<html>
        //- shop/templates/shop/page.html
        ${text}
      `);
  });

  it('from Python', async () => {
    for (const text of [
      "from django.shortcuts import render\nrender(request, 'a$0.html')",
      "from django.template.loader import select_template\nselect_template(['b.html', 'a$0.html'])",
      "from django.views.generic import TemplateView\nclass V(TemplateView):\n    template_name = 'a$0.html'",
    ])
      await checkDefinition(`//- templates/a.html\n[||]<p>\n//- shop/views.py\n${text}\n`);
  });

  it('takes the first in loading order', () =>
    checkDefinition(`
      //- shop/templates/shop/page.html
      <p>
      //- templates/shop/page.html
      [||]<p>
      //- templates/other.html
      {% include "shop/pa$0ge.html" %}
    `));

  it('takes the next one for a template that extends its own name', () =>
    checkDefinition(`
      //- shop/templates/shop/page.html
      [||]<p>
      //- templates/shop/page.html
      {% extends "shop/pa$0ge.html" %}
    `));

  it('in an installed app', () =>
    checkDefinition(
      `
      //- django: admin
      //- templates/page.html
      {% extends "admin/base$0_site.html" %}
    `,
      'django/contrib/admin/templates/admin/base_site.html: ',
    ));

  it('leads to the template that replaces one of an installed app, and from there to the replaced one', () =>
    checkDefinition(
      `
      //- django: admin
      //- templates/admin/base_site.html
      {% extends "admin/base$0_site.html" %}
    `,
      'django/contrib/admin/templates/admin/base_site.html: ',
    ));
});

describe('definition of a tag, filter, library or static file', () => {
  const library = `
    //- shop/templatetags/money.py
    FILEfrom django import template
    register = template.Library()

    @register.simple_tag(takes_context=True, name='price')
    def TAG(context, amount): ...

    @register.filter
    def FILTER(amount): ...
    //- shop/templates/shop/page.html
    {% load LIBRARY %}{% PRICE 3 %}{{ a|EUROS }}`;
  const marked = (marks: Record<string, string>) => {
    const words = { FILE: '', TAG: 'price_tag', FILTER: 'euros', LIBRARY: 'money', PRICE: 'price', EUROS: 'euros' };
    return Object.entries({ ...words, ...marks }).reduce((text, [word, by]) => text.replace(word, by), library);
  };

  it('of the project', async () => {
    await checkDefinition(marked({ PRICE: 'pr$0ice', TAG: '[|price_tag|]' }));
    await checkDefinition(marked({ EUROS: 'euros$0', FILTER: '[|euros|]' }));
    await checkDefinition(marked({ LIBRARY: 'price eu$0ros from money', FILTER: '[|euros|]' }));
    await checkDefinition(marked({ LIBRARY: 'mon$0ey', FILE: '[||]' }));
    await checkDefinition(marked({ LIBRARY: 'price euros from mon$0ey', FILE: '[||]' }));
  });

  it('of Django, where it is installed', async () => {
    const inDjango = (text: string) => `//- django: humanize\n//- templates/page.html\n${text}`;
    await checkDefinition(inDjango('{% u$0rl "a" %}'), 'django/template/defaulttags.py: url');
    await checkDefinition(inDjango('{% f$0or a in b %}{% endfor %}'), 'django/template/defaulttags.py: do_for');
    await checkDefinition(inDjango('{{ a|low$0er }}'), 'django/template/defaultfilters.py: lower');
    await checkDefinition(
      inDjango('{% load humanize %}{{ a|int$0comma }}'),
      'django/contrib/humanize/templatetags/humanize.py: intcomma',
    );
    await checkDefinition(inDjango('{% load human$0ize %}'), 'django/contrib/humanize/templatetags/humanize.py: ');
  });

  it('of Django leads nowhere, where it is not installed', () =>
    checkDefinition('//- django: none\n//- templates/page.html\n{% u$0rl "a" %}{{ a|lower }}'));

  it('takes the library that is loaded last', () =>
    checkDefinition(`
      //- shop/templatetags/one.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def price(): ...
      //- shop/templatetags/two.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def [|price|](): ...
      //- templates/page.html
      {% load one %}{% price %}{% load two %}{% pr$0ice %}{% load one %}
    `));

  it('of a static file takes STATICFILES_DIRS before the apps', () =>
    checkDefinition(`
      //- shop/static/logo.png
      app
      //- static/logo.png
      [||]own
      //- templates/page.html
      {% load static %}<img src="{% static 'lo$0go.png' %}">
    `));
});

describe('definition of a block', () => {
  it('is the block that it overrides, and those that override it', () =>
    checkDefinition(`
      //- templates/base.html
      {% block a %}{% endblock %}
      //- templates/middle.html
      {% extends "base.html" %}{% block [|a|] %}{% endblock %}
      //- templates/page.html
      {% extends "middle.html" %}{% block $0a %}{% endblock %}
      //- templates/leaf.html
      {% extends "page.html" %}{% block [|a|] %}{% endblock %}
      //- templates/other.html
      {% block a %}{% endblock %}
    `));

  it('is itself where there is no other, also from its end', () =>
    checkDefinition('{% block [|a|] %}{% endblock $0a %}'));

  it('lies in a package that a template extends', () =>
    checkDefinition(
      `
      //- django: admin
      //- templates/page.html
      {% extends "admin/base_site.html" %}{% block bran$0ding %}{% endblock %}
    `,
      'django/contrib/admin/templates/admin/base_site.html: branding',
    ));
});

describe('definition of a partial', () => {
  it('from its use, and from behind a template name', async () => {
    const page = '//- templates/page.html\n{% partialdef [|row|] %}{% endpartialdef %}';
    await checkDefinition(`${page}{% partial ro$0w %}`);
    await checkDefinition(`${page}\n//- templates/other.html\n{% include "page.html#r$0ow" %}`);
    await checkDefinition(
      `${page}\n//- shop/views.py\nfrom django.shortcuts import render\nrender(r, 'page.html#ro$0w')\n`,
    );
  });

  it('is not that of another template', () =>
    checkDefinition(
      '//- templates/page.html\n{% partial r$0ow %}\n//- templates/other.html\n{% partialdef row %}{% endpartialdef %}\n',
    ));
});

describe('definition of {{ block.super }}', () => {
  it('is the block that is overridden', () =>
    checkDefinition(`
      //- templates/base.html
      {% block title %}{% endblock %}{% block [|content|] %}{% endblock %}
      //- templates/page.html
      {% extends "base.html" %}{% block title %}{% endblock %}{% block content %}<p>{{ block.sup$0er }}{% endblock %}
      //- templates/other.html
      {% extends "page.html" %}{% block content %}{% endblock %}
    `));
});

describe('type definition', () => {
  const views = `
    //- shop/models.py
    from django.db import models
    class ORDER(models.Model):
        paid = models.BooleanField()
    class LINE(models.Model):
        order = models.ForeignKey(ORDER, models.CASCADE, related_name='lines')
    //- shop/urls.py
    from django.urls import path
    from . import views
    app_name = 'shop'
    urlpatterns = [path('', views.page, name='page')]
    //- shop/views.py
    from django.shortcuts import render
    from .models import ORDER
    def PAGE(request):
        return render(request, 'page.html', {'order': ORDER.objects.get(), 'count': 2})
  `;
  const check = (template: string, target: string) =>
    checkTypeDefinition(
      `${views
        .replace(`class ${target}(`, `class [|${target}|](`)
        .replace(`def ${target}(`, `def [|${target}|](`)
        .replaceAll(/ORDER|LINE|PAGE/g, (name) => name[0] + name.slice(1).toLowerCase())}
    //- templates/page.html
    ${template}
    `
        .replace('def Page', 'def page')
        .replace('def [|Page|]', 'def [|page|]'),
    );

  it('of a variable is the class of its value', async () => {
    await check('{{ or$0der }}', 'ORDER');
    await check('{{ order.li$0nes }}', 'LINE');
    await check('{% for li$0ne in order.lines.all %}{% endfor %}', 'LINE');
    await check('{{ order.pa$0id }}{{ count }}', '');
    await check('{{ nothing$0 }}', '');
  });

  it('of a route is its view', () => check("{% url 'shop:pa$0ge' %}", 'PAGE'));
});

describe('definition', () => {
  surviveTruncation();
});
