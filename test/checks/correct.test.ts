import { surviveTruncation } from '../fixture';
import { checkClean } from './check';

const routes: Record<string, string> = {
  'names from constants': `
    NAME = 'a'
    urlpatterns = [path('a', view, name=NAME), path('b', view, name=other.B), path('c', view, {}, 'c')]
    //- shop/other.py
    B = 'b'
    //- templates/page.html
    {% url 'a' %}{% url 'b' %}{% url 'c' %}`,
  'names put together': `
    PREFIX = 'book'
    urlpatterns = [
        path('a', view, name=PREFIX + '-list'),
        path('b', view, name=f'{PREFIX}-detail'),
        path('c', view, name='%s-edit' % PREFIX),
        path('d', view, name='{}-delete'.format(PREFIX)),
    ]
    //- templates/page.html
    {% url 'book-list' %}{% url 'book-detail' %}{% url 'book-edit' %}{% url 'book-delete' %}`,
  'a loop': `
    urlpatterns = []
    for name in ['a', 'b']:
        urlpatterns.append(path(name, view, name=name))
    urlpatterns += [path(name, view, name=name) for name in ('c', 'd')]
    //- templates/page.html
    {% url 'a' %}{% url 'b' %}{% url 'c' %}{% url 'd' %}`,
  'a loop over what is not known': `
    urlpatterns = [path(book.slug, view, name=book.slug) for book in load_books()]
    //- templates/page.html
    {% url 'anything' %}`,
  'lists of other modules': `
    from .more import urlpatterns as more
    urlpatterns = [*more, path('a', view, name='a')]
    //- shop/more.py
    from django.urls import path
    urlpatterns = [path('b', None, name='b')]
    //- templates/page.html
    {% url 'a' %}{% url 'b' %}`,
  'a module that only imports them': `
    from .more import urlpatterns
    //- shop/more.py
    from django.urls import path
    urlpatterns = [path('b', None, name='b')]
    //- templates/page.html
    {% url 'b' %}`,
  'annotations and other names of path': `
    from django.urls import path as p
    import django.urls
    urlpatterns: list = [p('a', view, name='a'), django.urls.path('b', view, name='b')]
    url = django.urls.re_path
    urlpatterns += (url('^c$', view, name='c'),)
    urlpatterns.extend([path(route='d', view=view, name='d')])
    urlpatterns.insert(0, path('e', view, name='e'))
    //- templates/page.html
    {% url 'a' %}{% url 'b' %}{% url 'c' %}{% url 'd' %}{% url 'e' %}`,
  'a function that makes them': `
    def crud(name):
        return [path(f'{name}/', view, name=f'{name}-list'), path(f'{name}/add', view, name=f'{name}-add')]
    urlpatterns = crud('book') + [path('x/', include(crud('author')))]
    //- templates/page.html
    {% url 'book-list' %}{% url 'book-add' %}{% url 'author-list' %}{% url 'author-add' %}`,
  branches: `
    from django.conf import settings
    urlpatterns = [path('a', view, name='a')]
    if settings.DEBUG:
        import debug_toolbar
        urlpatterns = [path('__debug__/', include(debug_toolbar.urls)), path('b', view, name='b')] + urlpatterns
    try:
        import extra
        urlpatterns += [path('c', view, name='c')]
    except ImportError:
        pass
    if getattr(settings, 'SHOP', False):
        urlpatterns += [path('d', view, name='d')]
    else:
        urlpatterns += [path('e', view, name='e')]
    //- extra.py
    //- templates/page.html
    {% url 'a' %}{% url 'b' %}{% url 'c' %}{% url 'd' %}{% url 'e' %}{% if debug %}{% url 'djdt:panel' %}{% endif %}`,
  'a router of a package': `
    from rest_framework.routers import DefaultRouter
    router = DefaultRouter()
    router.register('books', view)
    urlpatterns = [path('api/', include(router.urls)), path('v2/', include((router.urls, 'api')))]
    //- templates/page.html
    {% url 'book-list' %}{% url 'api:book-list' %}`,
  'an object with URLs of its own': `
    class Site:
        def get_urls(self):
            return [path('x', view, name='x')]
        @property
        def urls(self):
            return self.get_urls(), 'site', 'site'
    urlpatterns = [path('s/', Site().urls)]
    //- templates/page.html
    {% url 'site:x' %}`,
  'what is decorated when it is included': `
    from decorators import decorator_include
    urlpatterns = [path('a/', decorator_include(None, 'shop.more'))]
    //- shop/more.py
    from django.urls import path
    urlpatterns = [path('b', None, name='b')]
    //- templates/page.html
    {% url 'b' %}`,
  'asking whether there is a route': `
    urlpatterns = []
    //- shop/views.py
    from django.urls import NoReverseMatch, reverse
    def link():
        try:
            return reverse('nothing')
        except NoReverseMatch:
            return None
    def other():
        try:
            return reverse('nothing')
        except (KeyError, NoReverseMatch):
            return None`,
  'what Python takes for something else': `
    urlpatterns = []
    //- shop/views.py
    from django.shortcuts import redirect, render
    from django.urls import reverse, reverse as rev
    from django.views.generic import RedirectView
    class A(RedirectView):
        pattern_name = None
    redirect(rev('admin:index'))
    redirect('https://example.com')
    redirect('./x')
    redirect('')
    redirect('#anchor' + x)
    self.redirect('nothing')
    client.render('x', 'nothing.html')
    def hidden(rev, render):
        rev('nothing')
        render(None, 'nothing.html')
    any(lambda rev: rev('nothing'))
    def reverse(text): ...
    reverse('nothing')
    class Other:
        def go(self):
            self.reverse('nothing')
    //- config/urls.py
    from django.contrib import admin
    from django.urls import path
    urlpatterns = [path('admin/', admin.site.urls)]`,
};

const templates: Record<string, string> = {
  'folders however they are written': `
    //- config/settings.py
    import os
    from os.path import abspath, dirname, join
    from pathlib import Path
    BASE_DIR = dirname(dirname(abspath(__file__)))
    ROOT = Path(__file__).resolve().parents[1]
    INSTALLED_APPS = ['shop.apps.ShopConfig']
    TEMPLATES = [{
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'DIRS': [os.path.join(BASE_DIR, 'a'), join(BASE_DIR, 'b'), ROOT / 'c', str(ROOT.joinpath('d')), 'e'],
        'APP_DIRS': True,
    }]
    //- shop/apps.py
    from django.apps import AppConfig
    class ShopConfig(AppConfig):
        name = 'shop'
    //- a/a.html
    //- b/b.txt
    //- c/c.xml
    //- d/d.html
    //- e/e.html
    //- shop/templates/f.html
    //- shop/views.py
    from django.template.loader import render_to_string
    for name in (): ...
    a = render_to_string('a.html'), render_to_string('b.txt'), render_to_string('c.xml')
    b = render_to_string('d.html'), render_to_string('e.html'), render_to_string('f.html')`,
  'asking whether there is a template': `
    //- shop/views.py
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template, render_to_string
    def a():
        try:
            return get_template('nothing.html')
        except TemplateDoesNotExist:
            return render_to_string(choose())
    def b():
        try:
            return get_template('nothing.html')
        except Exception:
            return None`,
  'classes that are no views': `
    //- shop/forms.py
    from django import forms
    class Widget(forms.Widget):
        template_name = 'widget.html'
    class Mixin:
        template_name = 'mixin.html'
    class Unknown(somewhere.Base):
        template_name = 'unknown.html'`,
  'names that are chosen': `
    //- shop/views.py
    from django.shortcuts import render
    def view(request):
        name = 'nothing.html'
        render(request, 'a.html' if request else 'b.html')
        render(request, name)
        render(request, 'shop/%s.html' % name)
        render(request, template_name=NAMES['a'])`,
  'a template in text that is no template': `
    //- templates/page.html
    {% verbatim %}{% include "nothing.html" %}{{ x|nothing }}{% endverbatim %}
    <script>var a = "{% templatetag openblock %} include 'nothing.html' %}";</script>`,
  'scripts that look like templates': `
    //- templates/page.html
    <script>if (a) { b = {c: {}} } var x = {{ data|safe }};</script>
    <div x-data="{ open: false }" :class="{ 'a': b }">{{ "{{" }}</div>`,
  'class-based views that choose templates themselves': `
    //- shop/views.py
    from django.views.generic import TemplateView
    class B(TemplateView):
        template_name = 'unused.html'
        def get_template_names(self):
            return [self.template_name.replace('.html', '.txt')]
    `,
  'other engines': `
    //- shop/management/commands/x.py
    from django.template.loader import render_to_string
    from django.template import engines, Template, Context, Engine
    Engine.get_default().get_template('nothing.html')
    engines['other'].get_template('nothing.html')
    render_to_string('x.html', using='other')
    `,
  'two engines of Django': `
    //- config/settings.py
    INSTALLED_APPS = ['shop']
    TEMPLATES = [
      {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['one'], 'OPTIONS': {'libraries': {'x': 'shop.x'}}},
      {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'NAME': 'second', 'DIRS': ['two'], 'OPTIONS': {'builtins': ['shop.x']}},
    ]
    //- shop/x.py
    from django import template
    register = template.Library()
    @register.simple_tag
    def x(): ...
    //- one/a.html
    {% load x %}{% x %}{% include "b.html" %}
    //- two/b.html
    {% x %}
    `,
  'rows that get keys': `
    //- shop/models.py
    from django.db import models
    class Order(models.Model):
        number = models.CharField(max_length=10)
    //- shop/views.py
    from django.shortcuts import render
    from .models import Order
    def orders(request):
        rows = Order.objects.values('number')
        for row in rows:
            row['share'] = 1
        return render(request, 'page.html', {'rows': rows})
    //- shop/templates/page.html
    {% for row in rows %}{{ row.number }} {{ row.share }}{% endfor %}
    `.replace(/^ {4}/gm, ''),
  'a template that extends the one it replaces': `
    //- shop/templates/shop/page.html
    <p>
    //- templates/shop/page.html
    {% extends "shop/page.html" %}`,
};

const tags: Record<string, string> = {
  'decorators on decorators': `
    @register.filter(name='a')
    @register.filter(name='b')
    @stringfilter
    def both(value): ...
    @register.filter('c', is_safe=True)
    @stringfilter
    def c_filter(value, argument=None): ...
    @register.simple_tag(name='d')
    @wraps_something
    def e(value): ...
    //- templates/page.html
    {% load shop %}{{ x|a }}{{ x|b }}{{ x|c }}{{ x|c:1 }}{% d %}{% d 1 2 %}`,
  'calls of every form': `
    register.filter('a', lambda value: value)
    register.simple_tag(lambda: '', name='b')
    register.inclusion_tag('page.html', name='c')(lambda: {})
    register.tag('d', compile)
    register.tag(name='e', compile_function=compile)
    register.simple_tag(func=make, name='f')
    register.simple_tag(takes_context=True)(make)
    def make(context): ...
    //- templates/page.html
    {% load shop %}{{ x|a }}{% b %}{% c %}{% d %}{% e %}{% f %}{% make %}`,
  'a loop': `
    for name in ('a', 'b'):
        register.simple_tag(make(name), name=name)
    for name, function in inspect.getmembers(functions):
        register.filter(name, function)
    //- templates/page.html
    {% load shop %}{% a %}{% b %}{{ x|anything }}`,
  'a library that another module makes': `
    from .library import register
    @register.filter
    def b(value): ...
    //- shop/library.py
    from django import template
    register = template.Library()
    @register.filter
    def a(value): ...
    //- templates/page.html
    {% load shop %}{{ x|a }}{{ x|b }}`,
  'ends of blocks however they are found': `
    @register.tag
    def a(parser, token):
        name = token.split_contents()[0]
        nodelist = parser.parse((f'end{name}',))
        parser.delete_first_token()
    @register.tag
    def b(parser, token):
        nodelist = parser.parse(('middle', 'endb'))
        if parser.next_token().contents == 'middle':
            rest = parser.parse(('endb',))
            parser.delete_first_token()
    @register.tag
    def c(parser, token):
        return Node(parser, token)
    class Node(template.Node):
        def __init__(self, parser, token):
            self.nodelist = parser.parse(['endc'])
            parser.delete_first_token()
    @register.tag
    def d(parser, token):
        parser.skip_past('endd')
    @register.tag
    def e(parser, token):
        bits = token.split_contents()
        end = 'end' + bits[0]
        return read(parser, end)
    def read(parser, end):
        return parser.parse((end,))
    @register.tag
    def f(parser, token):
        bits = token.contents.split()
        if len(bits) != 2:
            raise template.TemplateSyntaxError(bits[0])
        nodelist = parser.parse(('endf',))
        parser.delete_first_token()
    @register.tag
    def g(parser, token):
        bits = token.split_contents()
        if bits[-2] == 'as':
            nodelist = parser.parse(('empty', 'endg'))
            if parser.next_token().contents == 'empty':
                parser.parse(('endg',))
    //- templates/page.html
    {% load shop %}{% f x %}{% if x %}{% endif %}{% endf %}{% g x %}{% g x as y %}{% empty %}{% endg %}
    {% a %}{% if x %}{% endif %}{% enda %}{% b %}{% middle %}{% endb %}{% b %}{% endb %}
    {% c %}{% endc %}{% d %}{% anything %}{% endd %}{% e %}{% ende %}`,
  'classes that are tags': `
    from classytags.core import Tag
    class Box(Tag):
        name = 'box'
    register.tag(Box)
    register.tag('other', Box.handle)
    //- templates/page.html
    {% load shop %}{% box a b %}{% nothing %}{% endbox %}{% other %}`,
  'arguments of every form': `
    @register.simple_tag
    def a(first, second=None, *rest, key, other=1, **more): ...
    @register.inclusion_tag('page.html', takes_context=True)
    def b(context, first, *rest): ...
    //- templates/page.html
    {% load shop %}{% a 1 key=2 %}{% a 1 2 3 4 key=5 more=6 as x %}{% a first=1 key=x|default:2 %}{% b 1 %}{% b 1 2 3 %}`,
};

/** Every tag of Django, however it is written. */
const everyTag = [
  `{{a|default:"x y"|lower}}{% if a|length >= 3 and not b or c in d %}{% elif e is not None %}{% else %}{% endif %}`,
  `{% for k, v in d.items reversed %}{% empty %}{% endfor %}{% with a=b c=d|lower %}{% endwith %}{% with a as b %}{% endwith %}`,
  `{% cycle 'a' 'b' as c silent %}{% cycle c %}{% now "Y" as y %}{% regroup a by b as c %}{% widthratio a b 100 as w %}`,
  `{% firstof a b "c" as d %}{% ifchanged a %}{% else %}{% endifchanged %}{% spaceless %}{% endspaceless %}{% autoescape off %}{% endautoescape %}`,
  `{% filter upper|lower %}{% endfilter %}{% include "a.html" with a=1 b="c" only %}{% csrf_token %}{% lorem 3 p random %}{% debug %}`,
  `{% comment "note" %}{% endcomment %}{% verbatim x %}{% if %}{% endverbatim x %}{% block content %}{% endblock content %}{% querystring a=1 b=None %}`,
  `{% load i18n cache %}{% trans "a" %}{% blocktrans count a=b with c=d trimmed %}x{% plural %}y{% endblocktrans %}{% cache 10 a b %}{% endcache %}`,
  `{% load i18n l10n tz %}{% language 'de' %}{% endlanguage %}{% localize on %}{% endlocalize %}{% timezone "x" %}{% endtimezone %}{% localtime off %}{% endlocaltime %}`,
  `{% load i18n %}{% get_current_language as L %}{% get_available_languages as LL %}{% get_language_info for L as info %}{% load static %}{% get_static_prefix as p %}`,
  `{{ _("translated")|title }}{{ a.b.0.c }}{{ -1 }}{{ 1.5 }}{{ a|date:_("x") }}{{ a|add:-1 }}{{ "a|b"|cut:"|" }}{{ ''|default:'%}' }}`,
  `{# a comment #}{# #}{}{ {% templatetag openvariable %}{{ a|slice:":3" }}{{ forloop.parentloop.counter }}`,
  '{%  load   static  %}{%static "a"%}',
];

describe('no rule speaks of correct code', () => {
  for (const [what, text] of Object.entries(routes))
    it(`with routes: ${what}`, () =>
      checkClean(
        `//- shop/urls.py\nfrom django.urls import include, path\nfrom . import other\nview = None\n${dedent(text)}`.replace(
          '//- shop/urls.py',
          '//- config/urls.py\nfrom django.urls import include, path\nurlpatterns = [path("", include("shop.urls"))]\n//- shop/urls.py',
        ),
      ));
  for (const [what, text] of Object.entries(templates)) it(`with templates: ${what}`, () => checkClean(text));
  for (const [what, text] of Object.entries(tags))
    it(`with tags: ${what}`, () =>
      checkClean(
        `//- shop/templatetags/shop.py\nimport inspect\nfrom django import template\nfrom . import functions\nregister = template.Library()\n${dedent(text)}`,
      ));

  everyTag.forEach((text, i) => {
    it(`with tags of Django: ${i + 1}`, () => checkClean(`//- templates/page.html\n${text}\n//- templates/a.html\n`));
  });

  it('with templates of Jinja among those of Django', () =>
    checkClean(`//- templates/conf.py.j2\n{% set a = (True) %}{{ a|default }}\n{% block a %}\n`));

  surviveTruncation();
});

function dedent(text: string): string {
  return text.replace(/^\n/, '').replace(/^ {4}/gm, '');
}
