import * as assert from 'node:assert';
import { checks } from '../../server/checks/checks';
import { diagnostics } from '../../server/features/diagnostics';
import { viewFile } from '../../server/project/view';
import { createDisk, openDisk } from '../disk';
import { withDefaults } from '../projectDefaults';
import { randomFrom } from '../random';

const files = {
  'shop/models.py': `from django.db import models
class Shelf(models.Model):
    title = models.CharField(max_length=9)
class Item(models.Model):
    name = models.CharField(max_length=9)
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name='items')
    def move(self, shelf): pass
`,
  'shop/views.py': `from django.shortcuts import render
from shop.models import Item, Shelf
def items(request):
    return render(request, 'items.html', {'items': Item.objects.all(), 'shelf': Shelf.objects.get()})
`,
  'shop/urls.py': `from django.urls import path
from . import views
urlpatterns = [path('', views.items, name='items'), path('<int:pk>/', views.items, name='item')]
`,
  'templates/base.html': '{% block title %}{% endblock %}{% block body %}{% endblock %}',
};

const template = `{% extends "base.html" %}
{% load i18n static %}
{% block title %}{% translate "Items" %} {{ shelf.title|upper }}{% endblock %}
{% block body %}
  {% for item in items %}
    <a href="{% url 'item' pk=item.pk %}" class="{% cycle 'odd' 'even' %}">{{ item.name }} {{ item.shelf.title }}</a>
    {% for item in item.shelf.items.all %}{{ item.name|default:shelf.title }}{% empty %}{{ shelf.items.count }}{% endfor %}
    {% if item.move %}{{ item.nothing }}{% else %}{% with one=item.shelf %}{{ one.title }}{{ one.move }}{% endwith %}{% endif %}
    {{ item.pk }}
  {% endfor %}
  {% url 'items' as here %}<form method="post">{% csrf_token %}{{ here }}</form>
  {# djangology: ignore[unknown-attribute] #}{{ shelf.nothing }}
  {% blocktranslate count number=items.count with name=shelf.title %}One {{ name }}{% plural %}{{ number }}{% endblocktranslate %}
  {% comment %}{{ shelf.nothing }}{% endcomment %}{% include "base.html" with item=shelf.items.first %}
{% endblock %}
`;

const written = [
  ...['x', ' ', '|', '.', '"', '\n', '{', '%}', '{{', '{% ', 'item.', 'shelf', '{{ item.nam }}', "{% url 'item' %}"],
  ...[
    '{% endfor %}',
    '{% for shelf in items %}',
    '{% endif %}',
    '{% load tz %}',
    '{% with items=shelf %}',
    '{% empty %}',
  ],
];

describe('what is wrong with a template', function () {
  this.timeout(60_000);
  for (let seed = 1; seed <= 4; seed++)
    it(`is after any changes what it is in the text as it stands (random changes ${seed})`, async () => {
      const random = randomFrom(seed);
      const own = new Map([...Object.entries(files), ['templates/items.html', template]]);
      const { workspace } = openDisk(createDisk(Object.fromEntries(withDefaults(own, []))));
      const path = '/project/templates/items.html';
      const found = () =>
        workspace.settle(() => {
          const view = viewFile(workspace.projects()[0], path);
          return view && JSON.stringify({ uses: view.uses, found: diagnostics(view, checks, {}) });
        });
      await workspace.readRest();
      assert.match((await found()) ?? '', /hides that of the loop.*needs arguments.*has no 'nothing'/);
      let text = template;
      for (let i = 0; i < 60; i++) {
        const at = random(text.length);
        const put = random(3) === 0 ? '' : written[random(written.length)];
        text = random(8) === 0 ? template : text.slice(0, at) + put + text.slice(at + random(random(4) === 0 ? 30 : 3));
        await workspace.loader.setOverlay(path, text);
        const edited = await found();
        // Closed and opened again, it is read anew.
        await workspace.loader.setOverlay(path, undefined);
        await workspace.loader.setOverlay(path, text);
        const fresh = await found();
        assert.equal(edited, fresh, text);
      }
    });
});
