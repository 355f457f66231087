import * as assert from 'node:assert';
import { hover } from '../../server/features/hover';
import { references } from '../../server/features/references';
import { rename } from '../../server/features/rename';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks } from '../fixture';

const cotton = `
//- config/settings.py
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = 'x'
ROOT_URLCONF = 'config.urls'
INSTALLED_APPS = ['django_cotton', 'shop']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [BASE_DIR / 'templates'], 'APP_DIRS': True}]
//- django_cotton/__init__.py
//- django_cotton/apps.py
from django.apps import AppConfig
class LoaderAppConfig(AppConfig):
    name = 'django_cotton'
    default = True
//- django_cotton/templatetags/__init__.py
//- django_cotton/templatetags/cotton.py
from django import template
register = template.Library()
`;

/** Renames at each mark in turn: the marks are what has to change. */
async function checkAttribute(name: string, fixture: string, ...more: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    for (const [path, ranges] of opened.fixture.marks)
      for (const { start } of ranges) {
        const found = await opened.ask(path, (view) => rename(view, start, name, kinds));
        assert.ok(found && !('refused' in found), `${path} at ${start}: ${JSON.stringify(found)}`);
        const sure = found.changes.filter(({ unsure }) => unsure === undefined);
        assert.strictEqual(showMarks(opened, sure), expectedMarks(opened), `asked in ${path} at ${start}`);
        assert.deepStrictEqual(found.unseen.map(({ why }) => why), more); // biome-ignore format: one line
        const all = await opened.ask(path, (view) => references(view, start, kinds, true));
        assert.strictEqual(showMarks(opened, all), expectedMarks(opened), `references in ${path} at ${start}`);
      }
  });
}

describe('attributes of components', () => {
  it('are renamed with what they become, and where they are declared', () =>
    checkAttribute(
      'heading',
      `${cotton}
//- shop/views.py
from django.shortcuts import render
def index(request):
    return render(request, 'shop/page.html', {'title': '', 'books': []})
//- shop/templates/cotton/card.html
<c-vars [|title|]="None" :wide="False" /><h1>{{ [|title|]|upper }}</h1>{% if [|title|] %}{{ slot }}{% endif %}{{ attrs }}
//- shop/templates/shop/page.html
{{ title }}{% for book in books %}<c-card :[|title|]="title" wide></c-card>{% endfor %}<c-ui.box title="a">{{ title }}</c-ui.box>
<c-card [|title|]="{{ title }}" /><c-card><c-slot name="[|title|]">x</c-slot></c-card>
//- shop/templates/cotton/ui/box.html
{{ title }}
`,
    ));

  it('may be written with dashes', () =>
    checkAttribute(
      'first_one',
      `${cotton}
//- shop/templates/cotton/card.html
<c-vars [|the-title|] />{{ [|the_title|] }}
//- shop/templates/page.html
<c-card [|the-title|]="a" />
`,
    ));

  it('are told of where the component shows them as attributes, too', () =>
    checkAttribute(
      'kind',
      `${cotton}
//- shop/templates/cotton/card.html
<p {{ attrs }}>{{ [|type|] }}</p>
//- shop/templates/page.html
<c-card [|type|]="a" />
`,
      "'{{ attrs }}' of the component shows 'type' as an attribute of HTML, too",
    ));

  it('show variables of the template, and components see its context unless they are told not to', () =>
    checkAttribute(
      'volumes',
      `${cotton}
//- shop/views.py
from django.shortcuts import render
def index(request):
    return render(request, 'shop/page.html', {'[|books|]': []})
//- shop/templates/cotton/card.html
{{ [|books|] }}
//- shop/templates/cotton/alone.html
{{ books }}
//- shop/templates/cotton/own.html
<c-vars books="none" />{{ books }}
//- shop/templates/shop/page.html
<c-card :rows="[|books|].all" /><c-card rows=[|books|] /><c-alone only /><c-own />
`,
    ));

  it('of slippers are renamed with its properties', () =>
    checkAttribute(
      'heading',
      `
//- config/settings.py
SECRET_KEY = 'x'
INSTALLED_APPS = ['slippers', 'shop']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}]
//- slippers/__init__.py
//- slippers/templatetags/__init__.py
//- slippers/templatetags/slippers.py
from django import template
register = template.Library()
//- shop/templates/components.yaml
components:
  card: "shop/card.html"
//- shop/templates/shop/card.html
---
props.types = {"[|title|]": str, "wide": bool}
props.defaults = {'[|title|]': ''}
---
{{ [|title|] }}{{ children }}
//- shop/templates/shop/page.html
{% load slippers %}{{ title }}{% card [|title|]=title wide %}{% #card [|title|]="x" %}{{ title }}{% /card %}
`,
    ));

  it('of django-components come from what the class gives to its template', () =>
    checkAttribute(
      'heading',
      `
//- config/settings.py
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = 'x'
INSTALLED_APPS = ['django_components', 'shop']
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'DIRS': [BASE_DIR / 'templates'],
    'OPTIONS': {'loaders': ['django_components.template_loader.Loader']},
}]
//- shop/__init__.py
//- django_components/__init__.py
from django_components.component import Component
def register(name):
    return lambda component: component
//- django_components/component.py
class Component:
    def get_context_data(self, *args, **kwargs): ...
//- components/__init__.py
//- components/card/__init__.py
//- components/card/card.py
from django_components import Component, register
@register('card')
class Card(Component):
    template_file = 'card/card.html'
    def get_template_data(self, args, kwargs, slots, context):
        return {'[|title|]': kwargs['title'], 'wide': 1}
//- components/card/card.html
{{ [|title|] }}{% if wide %}{{ [|title|].x }}{% endif %}
`,
    ));

  it('have types', () =>
    inEachEnvironment(
      `${cotton}
//- shop/models.py
from django.db import models
class User(models.Model):
    pass
//- shop/views.py
from django.shortcuts import render
from shop.models import User
def index(request):
    return render(request, 'shop/page.html', {'owners': User.objects.all()})
//- shop/templates/cotton/card.html
<c-vars size="3" :count="1" />{{ owner }}{{ label }}{{ open }}{{ count }}{{ slot }}{{ foot }}{{ owners }}
//- shop/templates/shop/page.html
{% for one in owners %}<c-card :owner="one" label="a {{ b }}" open><c-slot name="foot">x</c-slot></c-card>{% endfor %}
`,
      async ({ ask, text }) => {
        const path = 'shop/templates/cotton/card.html';
        const typeOf = (name: string) =>
          ask(
            path,
            (view) => hover(view, text(`/project/${path}`).indexOf(`{{ ${name}`) + 4, kinds)?.markdown.split('\n')[1],
          );
        const shown = [];
        for (const name of ['owner ', 'label', 'open', 'count', 'slot', 'foot', 'owners'])
          shown.push(await typeOf(name));
        assert.deepStrictEqual(shown, ['owner: User', 'label: str', 'open: bool', 'count: int', 'slot: str', 'foot: str', 'owners: QuerySet[User]']); // biome-ignore format: one line
      },
    ));
});
