import * as assert from 'node:assert';
import { completion } from '../../server/features/completion';
import { definition } from '../../server/features/definition';
import { hover } from '../../server/features/hover';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

const shop = `
//- shop/models.py
from django.db import models
class Order(models.Model):
    number = models.CharField(max_length=10)
    paid = models.BooleanField()
    def total(self) -> int:
        """What the customer pays."""
        return 1
    def pay(self, amount):
        ...
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name='lines')
    size = models.IntegerField()
//- shop/views.py
from django.shortcuts import render
from .models import Order
def page(request):
    return render(request, 'page.html', {'order': Order.objects.get(), 'count': 2})
`;

const inPage = (template: string) => `//- templates/page.html\n${template}\n${shop}`;

/** What is said at `$0`. */
async function checkHover(template: string, ...paragraphs: string[]): Promise<void> {
  await inEachEnvironment(inPage(template), async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => hover(view, offset, kinds) ?? { markdown: '' });
    assert.strictEqual(found.markdown, paragraphs.join('\n\n'));
  });
}

/** What is offered at `$0`, as `label: detail`; all of it where `only` is set. */
async function checkNames(
  template: string,
  wanted: readonly string[],
  unwanted: readonly string[] = [],
): Promise<void> {
  await inEachEnvironment(inPage(template), async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => ({ items: completion(view, offset, kinds)?.items ?? [] }));
    const shown = found.items.map(({ label, detail }) => `${label}: ${detail}`);
    for (const one of wanted) assert.ok(shown.includes(one), `${one} is not among ${shown.join(', ')}`);
    for (const one of unwanted)
      assert.ok(!found.items.some(({ label }) => label === one), `${one} is among ${shown.join(', ')}`);
  });
}

async function checkDefinition(fixture: string): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => definition(view, offset, kinds));
    assert.strictEqual(showMarks(opened, found?.locations ?? []), expectedMarks(opened));
  });
}

describe('variables', () => {
  it('are hovered with their types, and with what gives them', async () => {
    await checkHover('{{ or$0der }}', '```python\norder: Order\n```', 'From `shop.views.page`');
    await checkHover('{% if order.pa$0id %}{% endif %}', '```python\norder.paid: bool\n```');
    await checkHover('{{ order.to$0tal }}', '```python\norder.total: int\n```', 'What the customer pays.');
    await checkHover('{% for li$0ne in order.lines.all %}{% endfor %}', '```python\nline: Line\n```');
    await checkHover('{{ nothing$0 }}', '');
    await checkHover('{{ order.nothing$0 }}', '');
  });

  it('are completed, with what can follow their dots', async () => {
    await checkNames('{{ $0 }}', ['order: shop.views.page', 'count: shop.views.page']);
    await checkNames('{% with x=1 %}{{ $0 }}{% endwith %}', ['x: {% with %}', 'order: shop.views.page']);
    await checkNames(
      '{{ order.$0',
      ['number: str', 'lines: Manager[Line]', 'total: method', 'pk: int'],
      ['pay', 'save', 'objects'],
    );
    await checkNames('{% for line in order.lines.all %}{% if line.order.$0 %}{% endif %}{{ forloop }}{% endfor %}', [
      'paid: bool',
    ]);
    await checkNames('{% for line in order.lines.all %}{{ forloop.$0 }}{% endfor %}', ['counter: int', 'last: bool']);
    await checkNames('{% block a %}{{ block.$0 }}{% endblock %}', ['super: method']);
    await checkNames('{{ nothing.$0 }}', []);
  });

  it('are defined where a view, a tag or a class gives them', async () => {
    const marked = (template: string, from: string, to: string) => checkDefinition(inPage(template).replace(from, to));
    await marked('{{ or$0der.number }}', "{'order'", "{'[|order|]'");
    await marked(
      '{{ order.num$0ber }}',
      'number = models.CharField(max_length=10)',
      'number = [|models.CharField(max_length=10)|]',
    );
    await marked('{{ order.to$0tal }}', 'def total(', 'def [|total|](');
    await checkDefinition(inPage('{% for [|line|] in order.lines.all %}{{ li$0ne.size }}{% endfor %}'));
  });

  surviveTruncation();
});
