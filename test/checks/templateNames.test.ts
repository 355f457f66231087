import { surviveTruncation } from '../fixture';
import { checkClean, checkFix, checkFixTitles, checkRule } from './check';

/** A library `money` of an app `shop` with a tag `price` and a filter `euros`, in front of a template. */
const withMoney = (template: string) => `
//- shop/templatetags/money.py
from django import template

register = template.Library()


@register.simple_tag
def price(amount):
    return amount


@register.filter
def euros(amount):
    return amount
//- shop/templates/shop/page.html
${template}`;

describe('unknown-tag', () => {
  it('finds a tag that nothing registers, and what was meant', () =>
    checkRule('unknown-tag', "{% [|ur|] 'index' %}", "There is no tag 'ur'. Did you mean 'url'?"));

  it('finds a tag of a library that is not loaded', () => checkRule('unknown-tag', withMoney('{% [|price|] 3 %}')));

  it('finds a tag above the {% load %} of its library, which loads for what follows only', () =>
    checkRule('unknown-tag', withMoney('{% [|price|] 3 %}{% load money %}{% price 3 %}')));

  it('finds a tag in a child whose parent loads the library', () =>
    checkRule(
      'unknown-tag',
      `${withMoney('{% load money %}{% block main %}{% price 1 %}{% endblock %}')}
//- shop/templates/shop/child.html
{% extends "shop/page.html" %}{% block main %}{% [|price|] 3 %}{% endblock %}`,
    ));

  it('finds tags in HTML comments, which Django reads, and in attributes', () =>
    checkRule('unknown-tag', '<!-- {% [|foo|] %} --><a title="{% [|bar|] %}" {% [|baz|] %}>'));

  it('is silent in what Django does not read', () =>
    checkClean('{% comment %}{% foo %}{% endcomment %}{# {% foo %} #}{% verbatim %}{% foo %}{% endverbatim %}'));

  it('counts characters as the editor does behind an emoji, and in a file with CRLF', () =>
    checkRule('unknown-tag', '😀 {{ "😀" }}\n{% if a %}\n😀{% [|foo|] %}\n{% endif %}\n'.replaceAll('\n', '\r\n')));

  it('is silent where a settings module cannot be read whole', () =>
    checkClean(`
      //- config/settings.py
      from .secret import *
      INSTALLED_APPS = ['shop']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
      //- shop/templates/shop/page.html
      {% foo %}{{ a|bar }}{% load baz %}
    `));

  it('is silent where an app is not found, which may bring any library', () =>
    checkClean(`
      //- config/settings.py
      INSTALLED_APPS = ['shop', 'not_installed']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
      //- shop/templates/shop/page.html
      {% load baz %}{% foo %}{{ a|bar }}
    `));

  it('is silent behind a library that registers what only running it tells', () =>
    checkClean(`
      //- shop/templatetags/vague.py
      from django import template
      register = template.Library()
      for name in open('tags.txt'):
          register.simple_tag(lambda: '', name=name)
      //- shop/templates/shop/page.html
      {% load vague %}{% foo %}
    `));

  it('is silent in a file that no template loader finds', () =>
    checkClean(`
      //- shop/models.py
      //- docs/page.html
      {% foo %}
    `));

  it('knows the tags of OPTIONS["builtins"] and OPTIONS["libraries"]', () =>
    checkRule(
      'unknown-tag',
      `
      //- config/settings.py
      INSTALLED_APPS = ['shop']
      TEMPLATES = [{
          'BACKEND': 'django.template.backends.django.DjangoTemplates',
          'APP_DIRS': True,
          'OPTIONS': {'builtins': ['shop.always'], 'libraries': {'other': 'shop.sometimes'}},
      }]
      //- shop/always.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def always(): ...
      //- shop/sometimes.py
      from django import template
      register = template.Library()
      @register.simple_tag
      def sometimes(): ...
      //- shop/templates/shop/page.html
      {% always %}{% [|sometimes|] %}{% load other %}{% sometimes %}
    `,
    ));

  it('knows tags however they are registered', () =>
    checkClean(`
      //- shop/templatetags/shop.py
      from django import template
      register = template.Library()

      @register.tag
      def a(parser, token): ...

      @register.tag('b')
      def compile_b(parser, token): ...

      def compile_c(parser, token): ...
      register.tag('c', compile_c)

      @register.simple_tag(takes_context=True, name='d')
      def d_tag(context): ...

      @register.inclusion_tag('shop/e.html')
      def e(): ...

      @register.filter
      def f(value): ...

      @register.filter(name='g')
      def g_filter(value, argument): ...

      register.filter('h', str.upper)
      //- shop/templates/shop/e.html
      //- shop/templates/shop/page.html
      {% load shop %}{% a %}{% b %}{% c %}{% d %}{% e %}{{ x|f }}{{ x|g:1 }}{{ x|h }}
    `));

  it('loads the library, above the first tag', () =>
    checkFix(
      withMoney('<p>\n{% pri$0ce 3 %}'),
      '//- shop/templates/shop/page.html\n{% load money %}\n<p>\n{% price 3 %}',
    ));

  it('loads the library behind {% extends %}, which stays first', () =>
    checkFix(
      `${withMoney('{% block main %}{% endblock %}')}
//- shop/templates/shop/child.html
{% extends "shop/page.html" %}
{% block main %}{% pri$0ce 3 %}{% endblock %}`,
      `//- shop/templates/shop/child.html
{% extends "shop/page.html" %}
{% load money %}
{% block main %}{% price 3 %}{% endblock %}`,
    ));

  it('loads the library behind the last {% load %}, with the line ends of the file', () =>
    checkFix(
      withMoney('{% load i18n %}\n{% load static %}\n{% pri$0ce 3 %}\n').replaceAll('\n', '\r\n'),
      '//- shop/templates/shop/page.html\n{% load i18n %}\n{% load static %}\n{% load money %}\n{% price 3 %}\n'.replaceAll(
        '\n',
        '\r\n',
      ),
    ));

  it('uses the name that was meant', () => checkFix("{% u$0r 'index' %}", "{% url 'index' %}"));
});

describe('unknown-filter', () => {
  it('finds a filter that nothing registers, in every place of an expression', () =>
    checkRule(
      'unknown-filter',
      '{{ a|[|foo|] }}{{ a|default:b|[|foo|] }}{% if a|[|foo|] == 1 %}{% endif %}{% for x in a|[|foo|]:1 %}{% endfor %}',
    ));

  it('knows only the names that {% load … from … %} takes', () =>
    checkRule('unknown-filter', withMoney('{% load price from money %}{% price a|[|euros|] %}')));

  it('is silent where the library is loaded for the filter alone', () =>
    checkClean(withMoney('{% load euros from money %}{{ a|euros }}')));

  it('loads the library', () =>
    checkFix(withMoney('{{ a|eu$0ros }}'), '//- shop/templates/shop/page.html\n{% load money %}\n{{ a|euros }}'));

  it('uses the name that was meant', () => checkFix('{{ a|uper$0 }}', '{{ a|upper }}'));

  it('finds a filter of an app that is installed, when it is not loaded', () =>
    checkRule('unknown-filter', '//- django: humanize\n//- templates/page.html\n{{ a|[|intcomma|] }}'));
});

describe('unknown-library', () => {
  it('finds a library that no app brings, and what was meant', () =>
    checkRule(
      'unknown-library',
      withMoney('{% load [|mony|] %}'),
      "There is no tag library 'mony'. Did you mean 'money'?",
    ));

  it('finds a name that the library does not have', () =>
    checkRule('unknown-library', withMoney('{% load [|prize|] from money %}')));

  it('finds a library of django.contrib whose app is not installed', () =>
    checkRule('unknown-library', '{% load [|humanize|] %}'));

  it('uses the name that was meant', () =>
    checkFix(withMoney('{% load mo$0ny %}'), '//- shop/templates/shop/page.html\n{% load money %}'));

  it('uses the name of the library that was meant', () =>
    checkFix(
      withMoney('{% load pri$0ze from money %}'),
      '//- shop/templates/shop/page.html\n{% load price from money %}',
    ));
});

describe('unclosed-tag and mismatched-tag', () => {
  it('find what Django finds', async () => {
    await checkRule('unclosed-tag', '{% [|if|] a %}<p>');
    await checkRule('mismatched-tag', '{% for b in c %}{% [|endif|] %}{% endfor %}');
    await checkRule('mismatched-tag', '{% [|endif|] %}');
  });

  it('know the blocks of own tags', () =>
    checkClean(`
      //- shop/templatetags/shop.py
      from django import template
      register = template.Library()

      @register.tag
      def box(parser, token):
          nodelist = parser.parse(('endbox',))
          parser.delete_first_token()
          return BoxNode(nodelist)

      @register.simple_block_tag
      def panel(content): ...
      //- shop/templates/shop/page.html
      {% load shop %}{% box %}{% if a %}{% endif %}{% endbox %}{% panel %}{% endpanel %}
    `));

  it('take the end tag that fits', () =>
    checkFix('{% if a %}{% endf$0or %}{% endif %}', '{% if a %}{% endif %}{% endif %}'));
});

describe('the other rules of the compiler', () => {
  it('find wrong arguments', async () => {
    await checkRule('invalid-tag-arguments', '{% [|now|] %}');
    await checkRule('invalid-tag-arguments', withMoney('{% load money %}{% [|price|] %}'));
    await checkRule('invalid-tag-arguments', '{{ a|upper:[|1|] }}');
  });

  it('find what is no template language', async () => {
    await checkRule('template-syntax', '[|{{ }}|]');
    await checkRule('template-syntax', '{{ a [|b|] }}');
  });

  it('find tags in the wrong place', async () => {
    await checkRule(
      'template-structure',
      '//- templates/base.html\n<p>\n//- templates/page.html\n{{ a }}{% [|extends|] "base.html" %}',
    );
    await checkRule('template-structure', '{% block a %}{% endblock %}{% block [|a|] %}{% endblock %}');
  });
});

describe('a comment', () => {
  it('silences a rule on its line, and on the line below it', () =>
    checkRule(
      'unknown-tag',
      `
      {% foo %} {# djangology: ignore[unknown-tag] #}
      {# djangology: ignore[unknown-tag] #}
      {% foo %}
      {% [|foo|] %}
      {# djangology: ignore #}
      {% foo %}
      {% [|foo|] %}{{ a|bar }} {# djangology: ignore[unknown-filter] #}
      {% foo %}{{ a|bar }} {# djangology: ignore[unknown-filter, unknown-tag] #}
    `,
    ));

  it('works in Python', () =>
    checkRule(
      'route-not-found',
      `
      //- shop/views.py
      from django.urls import reverse
      a = reverse('a')  # djangology: ignore[route-not-found]
      # djangology: ignore[route-not-found]
      b = reverse('b')
      c = reverse('[|c|]')
    `,
    ));
});

describe('fixes', () => {
  it('of a template name are to use another one or to create it', () =>
    checkFixTitles(
      `
      //- shop/templates/shop/page.html
      //- shop/templates/shop/other.html
      {% include "shop/pag$0.html" %}
    `,
      ["Use 'shop/page.html'", "Create the template 'shop/pag.html'"],
    ));
});

describe('rules of names in templates', () => {
  surviveTruncation();
});
