import * as assert from 'node:assert';
import { commonDateFormats, dateExample, dateFormatPieces } from '../../server/django/dateFormats';
import { completion } from '../../server/features/completion';
import { hover } from '../../server/features/hover';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import { inEachEnvironment, surviveTruncation } from '../fixture';

const shop = `
//- shop/models.py
from django.db import models
class Order(models.Model):
    made = models.DateTimeField()
    due = models.DateField()
//- shop/views.py
from django.shortcuts import render
from .models import Order
def page(request):
    return render(request, 'page.html', {'order': Order.objects.get()})
`;

/** What is offered at `$0`, as `label · detail`, the best first; those of a rank from `only` on are left out. */
async function checkOffered(template: string, lines: readonly string[], only = 1): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n${template}\n${shop}`, async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    const found = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
    const shown = found
      .filter(({ kind, rank }) => kind === 'value' && rank < only)
      .sort((a, b) => a.rank - b.rank || a.order! - b.order!)
      .map(({ label, detail }) => (lines.some((line) => line.includes(' · ')) ? `${label} · ${detail}` : label));
    assert.deepStrictEqual(shown, lines);
  });
}

/** Takes what has a label at `$0`. */
async function checkTaken(template: string, label: string, after: string): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n${template}\n${shop}`, async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    const written = await ask(path, (view) => {
      const { target, items } = completion(view, offset, kinds)!;
      const item = items.find((one) => one.label === label)!;
      const { start, end } = item.replace ?? target.replace;
      return applyEdits(view.text, [{ start, end, text: item.insert }]).trimEnd();
    });
    assert.strictEqual(written, after);
  });
}

async function checkHover(template: string, ...lines: string[]): Promise<void> {
  await inEachEnvironment(`//- templates/page.html\n${template}\n${shop}`, async ({ ask, fixture }) => {
    const { path, offset } = fixture.cursor!;
    const found = await ask(path, (view) => hover(view, offset, kinds)?.markdown ?? '');
    assert.deepStrictEqual(found.split('\n'), lines);
  });
}

describe('date formats', () => {
  it('are offered whole, then by the names of settings, then character by character', async () => {
    const [first] = commonDateFormats;
    await inEachEnvironment(
      `//- templates/page.html\n{{ order.made|date:"$0" }}\n${shop}`,
      async ({ ask, fixture }) => {
        const { path, offset } = fixture.cursor!;
        const items = await ask(path, (view) => completion(view, offset, kinds)?.items ?? []);
        const shown = (rank: number) =>
          items.filter((one) => one.rank === rank).map(({ label, detail }) => `${label} · ${detail}`);
        assert.strictEqual(shown(0)[0], `${first} · 2026-03-04`);
        assert.ok(shown(0).includes('j F Y H:i · 4 March 2026 15:07'));
        assert.ok(shown(1).includes('SHORT_DATE_FORMAT · a short date, as the language writes it'));
        assert.ok(shown(2).includes('Y · year: 2026'));
        assert.strictEqual(shown(2).length, 39);
      },
    );
  });

  it('fit what is shown', async () => {
    const dates = commonDateFormats.filter((text) => !/[HiPgA]/.test(text));
    const times = commonDateFormats.filter((text) => !/[jFYdmlM]/.test(text));
    await checkOffered('{{ order.due|date:"$0" }}', dates);
    await checkOffered('{{ order.made|time:"$0" }}', times);
    await checkOffered('{% now "$0" %}', commonDateFormats);
    await checkOffered('{{ order.made|date:$0 }}', commonDateFormats);
    await checkOffered('{{ order.made|date:"j F$0" }}', ['j F Y', 'j F', 'j F Y H:i']);
    await checkOffered('{{ order.made|date:"SHORT$0" }}', ['SHORT_DATE_FORMAT', 'SHORT_DATETIME_FORMAT'], 2);
    await checkOffered('{{ order.due|date:"SHORT$0" }}', ['SHORT_DATE_FORMAT'], 2);
    await checkOffered('{{ order.made|lower:"$0" }}{% url "$0" %}', []);
    await checkOffered('{{ order.made|nothing:"$0" }}', []);
  });

  it('are written with the quotes that are missing, and at the cursor', async () => {
    await checkTaken('{{ order.made|date:$0 }}', 'H:i', '{{ order.made|date:"H:i" }}');
    await checkTaken('{{ order.made|date:"$0" }}', 'H:i', '{{ order.made|date:"H:i" }}');
    await checkTaken('{{ order.made|date:"d.$0" }}', 'm', '{{ order.made|date:"d.m" }}');
    await checkTaken('{{ order.made|date:"d.$0" }}', 'd.m.Y', '{{ order.made|date:"d.m.Y" }}');
    await checkTaken("{% now '$0' %}", 'DATE_FORMAT', "{% now 'DATE_FORMAT' %}");
  });

  it('are explained character by character', async () => {
    await checkHover(
      '{{ order.made|date:"j \\o\\f$0 F, H:i" }}',
      '**j \\o\\f F, H:i** — 4 of March, 15:07',
      '',
      '|  |  |  |',
      '| --- | --- | --- |',
      '| `j` | day of the month | 4 |',
      '| ` \\o\\f ` | ` of ` |  |',
      '| `F` | month | March |',
      '| `, ` | as it is |  |',
      '| `H` | hour from 00 to 23 | 15 |',
      '| `:` | as it is |  |',
      '| `i` | minutes, two digits | 07 |',
    );
    await checkHover(
      "{% now 'SHORT_$0DATE_FORMAT' %}",
      '**SHORT_DATE_FORMAT** — a short date, as the language writes it',
      '',
      'The settings say `m/d/Y`: 03/04/2026',
    );
    await checkHover(
      '{{ order.made|time:"H$0Y" }}',
      '**HY**',
      '',
      '|  |  |  |',
      '| --- | --- | --- |',
      '| `H` | hour from 00 to 23 | 15 |',
      '| `Y` | year, which a time does not have: nothing is shown |  |',
    );
    await checkHover('{{ order.made|date:"$0" }}', '');
  });

  it('are read as Django reads them', () => {
    for (const [format, shown] of [
      ['j \\o\\f F', '4 of March'],
      ['\\\\Y', '\\Y'],
      ['\\\\\\Y', '\\Y'],
      ['a\\', 'p.m.\\'],
      ['x%', 'x%'],
      ['\\d\\d', 'dd'],
      ['', ''],
    ])
      assert.strictEqual(dateExample(format), shown, format);
    assert.deepStrictEqual(dateFormatPieces('Y-'), [
      { written: 'Y', shown: '2026', meaning: dateFormatPieces('Y')[0].meaning },
      { written: '-', shown: '-' },
    ]);
  });
});

describe('the arguments of other filters', () => {
  it('are offered', async () => {
    await checkOffered('{{ n|pluralize:"$0" }}', ['es', 'y,ies', 'is,are']);
    await checkOffered('{{ n|yesno:$0 }}', ['yes,no', 'yes,no,maybe', 'on,off']);
    await checkOffered('{{ n|floatformat:"$0" }}', [
      '2g · 6666.6 → 6,666.60',
      'g · 6666.6 → 6,666.6',
      '2u · two digits, whatever the language',
      'u · whatever the language',
    ]);
    await checkOffered('{{ n|default_if_none:$0 }}{{ n|linebreaks }}', []);
    await checkTaken('{{ n|floatformat:$0 }}', '-2', '{{ n|floatformat:-2 }}');
    await checkTaken('{{ n|floatformat:$0 }}', '2g', '{{ n|floatformat:"2g" }}');
  });

  it('are explained', async () => {
    const head = ['|  |  |', '| --- | --- |'];
    await checkHover('{{ n|pluralize:"y,$0ies" }}', ...head, '| one | y |', '| none, or more | ies |');
    await checkHover('{{ n|pluralize:"e$0s" }}', ...head, '| one | nothing |', '| none, or more | es |');
    await checkHover('{{ n|yesno:"a,$0b" }}', ...head, '| true | a |', '| false | b |', '| `None` | b |');
    await checkHover(
      '{{ n|floatformat:"-$02g" }}',
      ...head,
      '| behind the point | 2 digits, unless all are zero |',
      '| thousands | grouped |',
    );
    await checkHover('{{ n|floatformat:2$0 }}', ...head, '| behind the point | 2 digits |');
    await checkHover('{{ n|default:"a$0" }}', '');
  });

  surviveTruncation();
});
