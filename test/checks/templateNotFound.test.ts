import { surviveTruncation } from '../fixture';
import { checkClean, checkFix, checkRule } from './check';

const rule = 'template-not-found';

describe('template-not-found in templates', () => {
  it('finds a template that no loader finds, and what was meant', () =>
    checkRule(
      rule,
      `
      //- templates/base.html
      //- shop/templates/shop/page.html
      {% extends "[|bsae.html|]" %}{% block a %}{% include "base.html" %}{% include '[|shop/part.html|]' %}{% endblock %}
    `,
      "No template is named 'bsae.html'. Did you mean 'base.html'?",
      "No template is named 'shop/part.html'.",
    ));

  it('resolves names that are relative to the template', () =>
    checkRule(
      rule,
      `
      //- templates/base.html
      {% block a %}{% endblock %}
      //- shop/templates/shop/parts/row.html
      //- shop/templates/shop/page.html
      {% extends "../base.html" %}{% block a %}{% include "./parts/row.html" %}{% include "[|./row.html|]" %}{% endblock %}
    `,
    ));

  it('leaves a relative name that leads nowhere to what Django refuses', () =>
    checkRule(
      'invalid-tag-arguments',
      `
      //- shop/templates/shop/page.html
      {% include [|"../../row.html"|] %}{% include "./page.html" %}
    `,
      "'../../row.html' leads out of the folder of templates that 'shop/page.html' is in.",
    ));

  it('knows the templates of widgets as far as Django is installed', () =>
    checkRule(
      rule,
      `
      //- django:
      //- .venv/lib/python3.12/site-packages/django/forms/__init__.py
      //- .venv/lib/python3.12/site-packages/django/forms/templates/django/forms/widgets/date.html
      //- shop/templates/shop/page.html
      {% include "django/forms/widgets/date.html" %}{% include "[|django/forms/widgets/dqte.html|]" %}
    `,
      "No template is named 'django/forms/widgets/dqte.html'.",
    ));

  it('is silent for what only running it tells', () =>
    checkClean(`
      //- templates/page.html
      {% include name %}{% include "a"|add:".html" %}{% include name|default:"nothing.html" %}
    `));

  it('knows the templates of the apps that are installed', () =>
    checkRule(
      rule,
      `
      //- django: admin
      //- templates/page.html
      {% extends "admin/base_site.html" %}{% block branding %}{% include "[|admin/nothing.html|]" %}{% endblock %}
    `,
    ));

  it('is silent where an app is not found, which may bring any template', () =>
    checkClean(`
      //- config/settings.py
      INSTALLED_APPS = ['shop', 'not_installed']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
      //- shop/templates/shop/page.html
      {% include "nothing.html" %}
    `));

  it('is silent where a folder of DIRS or a loader is not known', async () => {
    for (const options of [
      "'DIRS': [os.environ['TEMPLATES']]",
      "'OPTIONS': {'loaders': ['shop.loaders.Loader']}",
      '**more',
      "'DIRS': ['a'] if os.environ else ['b']",
    ]) {
      await checkClean(`
        //- config/settings.py
        import os
        INSTALLED_APPS = ['shop']
        TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True, ${options}}]
        //- shop/templates/shop/page.html
        {% include "nothing.html" %}
      `);
    }
  });

  it('knows what a locmem loader holds', () =>
    checkRule(
      rule,
      `
      //- config/settings.py
      INSTALLED_APPS = ['shop']
      TEMPLATES = [{
          'BACKEND': 'django.template.backends.django.DjangoTemplates',
          'OPTIONS': {'loaders': [
              ('django.template.loaders.locmem.Loader', {'memory.html': ''}),
              'django.template.loaders.app_directories.Loader',
          ]},
      }]
      //- shop/templates/shop/page.html
      {% include "memory.html" %}{% include "shop/page.html" %}{% include "[|nothing.html|]" %}
    `,
    ));

  it('is silent for a template in a folder that no loader searches: other settings may search there', () =>
    checkRule(
      rule,
      `
      //- config/settings.py
      INSTALLED_APPS = ['shop']
      TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': ['templates']}]
      //- shop/templates/shop/page.html
      //- templates/page.html
      {% include "shop/page.html" %}{% include "[|shop/nothing.html|]" %}
    `,
    ));

  it('creates the template beside its siblings', () =>
    checkFix(
      `
      //- shop/templates/shop/page.html
      {% include "shop/pa$0rts/row.html" %}
    `,
      '//- shop/templates/shop/parts/row.html\n',
    ));

  it('lets a page extend what those beside it extend', () =>
    checkFix(
      `
      //- templates/base.html
      {% block title %}{% endblock %}{% block content %}{% endblock %}
      //- templates/email.html
      //- templates/shop/book.html
      {% extends "base.html" %}
      //- templates/one.html
      {% extends "email.html" %}
      //- templates/two.html
      {% extends "email.html" %}
      //- shop/views.py
      from django.shortcuts import render

      def view(request):
          return render(request, 'shop/$0nothing.html')
      `,
      `
      //- shop/templates/shop/nothing.html
      {% extends "base.html" %}

      {% block content %}
      {% endblock %}
      `,
      "Create the template 'shop/nothing.html'",
    ));

  it('creates a template of a relative name', () =>
    checkFix(
      `
      //- shop/templates/shop/page.html
      {% include "./parts/$0row.html" %}
    `,
      '//- shop/templates/shop/parts/row.html\n',
    ));

  it('uses the name that was meant', () =>
    checkFix(
      `
      //- templates/base.html
      //- templates/page.html
      {% extends 'bas$0.html' %}
    `,
      `
      //- templates/page.html
      {% extends 'base.html' %}
    `,
    ));
});

describe('template-not-found in Python', () => {
  it('finds it wherever Django takes a name', () =>
    checkRule(
      rule,
      `
      //- shop/templates/shop/page.html
      //- shop/views.py
      from django import shortcuts
      from django.shortcuts import render
      from django.template import loader
      from django.template.loader import get_template, render_to_string
      from django.template.response import TemplateResponse

      def view(request):
          render(request, 'shop/page.html')
          render(request, '[|a.html|]')
          shortcuts.render(request, template_name='[|b.html|]')
          loader.get_template('[|c.html|]')
          render_to_string('[|d.html|]', {})
          return TemplateResponse(request, '[|e.html|]', {})
    `,
    ));

  it('finds the template_name of a class-based view', () =>
    checkRule(
      rule,
      `
      //- django:
      //- shop/views.py
      from django.views import generic
      from django.views.generic import TemplateView

      class Base(TemplateView):
          template_name = '[|a.html|]'

      class Derived(Base):
          template_name: str = '[|b.html|]'

      class Other(generic.ListView):
          template_name = '[|c.html|]'

      class Widget:
          template_name = 'widget.html'

      view = TemplateView.as_view(template_name='[|d.html|]')
    `,
    ));

  it('finds it without an environment, too', () =>
    checkRule(
      rule,
      `
      //- django: none
      //- shop/views.py
      from django.views.generic import TemplateView

      class View(TemplateView):
          template_name = '[|a.html|]'
    `,
    ));

  it('is silent where one of several is enough, another engine is meant, or only running it tells', () =>
    checkClean(`
      //- shop/views.py
      from django.shortcuts import render
      from django.template.loader import render_to_string, select_template

      select_template(['a.html', 'b.html'])
      render_to_string(['a.html', 'b.html'])
      render(request, ['a.html', 'b.html'])
      render_to_string('a.jinja', using='jinja2')
      render(request, f'{app}/a.html')
      render(request, 'a' + suffix)
      render(request, name)
    `));

  it('knows the templates of Jinja', () =>
    checkRule(
      rule,
      `
      //- config/settings.py
      INSTALLED_APPS = ['shop']
      TEMPLATES = [
          {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True},
          {'BACKEND': 'django.template.backends.jinja2.Jinja2', 'APP_DIRS': True},
      ]
      //- shop/jinja2/shop/page.jinja
      {% foo bar %}
      //- shop/views.py
      from django.shortcuts import render
      render(request, 'shop/page.jinja')
      render(request, '[|shop/page.html|]')
    `,
    ));

  it('creates the template in the app', () =>
    checkFix(
      `
      //- shop/templates/shop/page.html
      //- shop/views.py
      from django.shortcuts import render
      render(request, 'shop/n$0ew.html')
    `,
      '//- shop/templates/shop/new.html\n',
    ));
});

describe('template-not-found', () => {
  surviveTruncation();
});
