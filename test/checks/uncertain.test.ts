import { surviveTruncation } from '../fixture';
import { checkClean, checkRule } from './check';

/** Settings that leave open what is installed, in front of an app `extra` that may be, and of a template that uses it. */
const withExtra = (settings: string) =>
  checkClean(`
//- config/settings.py
import os
from pathlib import Path
INSTALLED_APPS = ['shop']
DIRS = []
OPTIONS = {}
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'APP_DIRS': True,
    'DIRS': DIRS,
    'OPTIONS': OPTIONS,
}]
${settings}
//- extra/templates/extra/page.html
//- extra/templatetags/extra_tags.py
from django import template
register = template.Library()
@register.simple_tag
def extra(): ...
@register.filter
def more(value): ...
//- shop/templates/shop/page.html
{% load extra_tags %}{% extra %}{{ a|more }}{% include "extra/page.html" %}
//- shop/views.py
from django.shortcuts import render
render(request, 'extra/page.html')
`);

it('unknown-attribute speaks of what tags bind, whatever renders the template', () =>
  checkRule(
    'unknown-attribute',
    '{% for a in b %}{{ forloop.[|countr|] }}{{ a.countr }}{{ forloop.parentloop.first }}{% endfor %}{{ b.countr }}',
  ));

describe('no rule speaks where it is not sure what is installed', () => {
  const unsure = {
    'an app by an environment variable': "if os.environ.get('EXTRA'):\n    INSTALLED_APPS.append('extra')",
    'apps of an environment variable': "INSTALLED_APPS += os.environ.get('APPS', '').split(',')",
    'a conditional expression': "INSTALLED_APPS = ['shop', 'extra'] if 'EXTRA' in os.environ else ['shop']",
    'a loop over a folder': "for path in Path('plugins').iterdir():\n    INSTALLED_APPS.append(path.name)",
    'a comprehension': "INSTALLED_APPS += [name for name in os.listdir('.') if name in os.environ]",
    'a function that is not known': 'from plugins import find\nINSTALLED_APPS = find(INSTALLED_APPS)',
    'a folder of templates in debug mode':
      "DEBUG = False\nINSTALLED_APPS += ['missing']\nif DEBUG:\n    TEMPLATES[0]['DIRS'].append('more')",
    'settings that another module adds': 'from .local import *',
    'settings that a call adds': "from split_settings.tools import include\ninclude('local.py')\nglobals().update(x())",
    'a function in one branch':
      "from plugins import find\nif os.environ.get('A'):\n    INSTALLED_APPS = find(INSTALLED_APPS)",
    'an app whose name is set from outside': "INSTALLED_APPS += [os.environ.get('APP', 'shop')]",
    'two kinds of settings of templates': "TEMPLATES = other if os.environ.get('A') else TEMPLATES",
  };
  for (const [what, settings] of Object.entries(unsure)) it(`with ${what}`, () => withExtra(settings));

  surviveTruncation();
});
