import * as assert from 'node:assert';
import { inlayHints } from '../../server/features/inlayHints';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const shop = `
//- shop/models.py
from django.db import models
class Order(models.Model):
    paid = models.BooleanField()
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name='lines')
//- shop/urls.py
from django.urls import path, re_path
from . import views
app_name = 'shop'
urlpatterns = [
    path('order/<int:pk>/', views.page, name='detail'),
    path('list/', views.page, name='list'),
    path('list/<int:page>/', views.page, name='list'),
]
//- shop/views.py
from django.shortcuts import render
from .models import Order
def page(request):
    return render(request, 'page.html', {
        'order': Order.objects.get(), 'count': 2, 'title': 'Orders',
        'either': Order.objects.get() if request else outside(),
        'several': several(request),
    })
class AbcdefghijklmnopqrstuvA: ...
class AbcdefghijklmnopqrstuvB: ...
class AbcdefghijklmnopqrstuvC: ...
def several(request):
    if request.a:
        return AbcdefghijklmnopqrstuvA()
    if request.b:
        return AbcdefghijklmnopqrstuvB()
    return AbcdefghijklmnopqrstuvC()
//- shop/templatetags/money.py
from django import template
register = template.Library()
@register.simple_tag
def first_order() -> 'Order': ...
from shop.models import Order
//- templates/base.html
{% block title %}{% endblock %}{% block content %}{% endblock %}
//- templates/middle.html
{% extends 'base.html' %}{% block title %}{% endblock %}
`;

const all = { variableTypes: true, routePaths: true, blockOrigins: true };

/** The template with its hints as `⟨text → what a click shows⟩`. */
async function checkHints(shown: string, settings = all): Promise<void> {
  const template = shown.replace(/⟨.*?⟩/g, '');
  await inEachEnvironment(`//- templates/page.html\n${template}\n${shop}`, async ({ ask, text, short }) => {
    const written = await ask('templates/page.html', (view) => {
      const hints = inlayHints(view, { start: 0, end: view.text.length }, settings) ?? [];
      return hints.reduceRight((before, { offset, text: own, location }) => {
        const at = location();
        const target = at ? ` → ${text(at.path).slice(at.range.start, at.range.end)} ${short(at.path)}` : '';
        return `${before.slice(0, offset)}⟨${own}${target}⟩${before.slice(offset)}`;
      }, view.text.trimEnd());
    });
    assert.strictEqual(written, shown);
  });
}

describe('inlay hints', () => {
  it('tell the types of what tags set', async () => {
    const line = '⟨: Line → Line shop/models.py⟩';
    const order = '⟨: Order → Order shop/models.py⟩';
    await checkHints(`{% for line${line} in order.lines.all %}{% for x in y %}{% endfor %}{% endfor %}`);
    await checkHints(`{% with one${order}=order n⟨: int⟩=count t=title u=unknown %}{{ one }}{% endwith %}`);
    await checkHints(`{% with order.lines.all as lines⟨: QuerySet[Line] → Line shop/models.py⟩ %}{% endwith %}`);
    await checkHints(`{% load money %}{% first_order as first${order} %}{% if first %}{% endif %}`);
    await checkHints("{% url 'nowhere' as there %}{% for x in unknown %}{% empty %}{% endfor %}");
    await checkHints('{% for line in order.lines.all %}{% endfor %}', { ...all, variableTypes: false });
    await checkHints('{% include "x.html" with order=order %}');
  });

  it('are short, and tell the whole type to whom it may concern', async () => {
    const hintOf = async (name: string) => {
      let found: unknown;
      const page = `//- templates/page.html\n{% with x=${name} %}{% endwith %}\n${shop}`;
      await inEachEnvironment(page, async ({ ask }) => {
        found = await ask('templates/page.html', (view) =>
          inlayHints(view, { start: 0, end: view.text.length }, all)?.map(({ text, tooltip }) => [text, tooltip]),
        );
      });
      return found;
    };
    const [either] = (await hintOf('either')) as [string, string][];
    assert.strictEqual(either[0], ': Order');
    assert.match(either[1], /^```python\nOrder\n```\n\nIt may be something else/);
    const letters = 'Abcdefghijklmnopqrstuv';
    const whole = ['C', 'A', 'B'].map((one) => letters + one).join(' | ');
    assert.deepStrictEqual(await hintOf('several'), [[`: ${letters}C | …`, `\`\`\`python\n${whole}\n\`\`\``]]);
    assert.deepStrictEqual(await hintOf('order'), [[': Order', undefined]]);
  });

  it('tell the path of a route', async () => {
    const detail = '⟨/shop/order/<int:pk>/ → detail shop/urls.py⟩';
    await checkHints(`<a href="{% url 'shop:detail'${detail} pk=1 %}">{% url 'shop:list' %}{% url name %}`);
    await checkHints("{% url 'shop:detail' pk=1 %}", { ...all, routePaths: false });
  });

  it('tell where a block comes from', async () => {
    await checkHints(
      "{% extends 'middle.html' %}{% block title⟨← middle.html → title templates/middle.html⟩ %}{% endblock %}" +
        '{% block content⟨← base.html → content templates/base.html⟩ %}{% block own %}{% endblock %}{% endblock %}',
    );
    await checkHints("{% extends 'middle.html' %}{% block title %}{% endblock %}", { ...all, blockOrigins: false });
  });

  it('are asked for a part of a template', () =>
    inEachEnvironment(
      `//- templates/page.html\n{% with a=1 %}{% with b=2 %}{% with c=3 %}\n${shop}`,
      async ({ ask }) => {
        const found = await ask('templates/page.html', (view) => inlayHints(view, { start: 16, end: 20 }, all));
        assert.deepStrictEqual(
          found?.map(({ offset }) => offset),
          [23],
        );
        assert.strictEqual(
          await ask('shop/views.py', (view) => inlayHints(view, { start: 0, end: 9 }, all)),
          undefined,
        );
      },
    ));

  surviveTruncation();
});
