import * as assert from 'node:assert';
import type { PythonFacts } from '../../server/facts/facts';
import { extractPython } from '../../server/facts/python';
import { createPartReader } from '../../server/facts/pythonParts';
import { randomFrom } from '../random';

const text = `"""A module."""
from django.urls import path, reverse
from . import views
import os

# A comment.
urlpatterns = [
    path("", views.home, name="home"),
    path("books/", views.books, name="books"),
]
if os.environ.get("DEBUG"):
    urlpatterns += [path("debug/", views.debug)]
elif True:
    pass
else:
    def only_here():
        return reverse("home")

@decorated
@other(
    1,
)
class Book(models.Model):
    """A book."""

    title = models.CharField(max_length=9)
    template_name = 'book.html'

    class Meta:
        ordering = ["title"]

    def get_absolute_url(self):
        address = reverse("books", args=[self.pk])
        return address

class Other(Book): pass

def view(request):
    def inner(parser):
        return path("x", request)
    return render(request, 'a.html', {"x": inner})
try:
    import this
except ImportError:
    this = None
finally:
    done = True
x = 1; y = 2
async def later(): return redirect('home')
def last(a, b=lambda: 3):
    text = f"{a}" '''a
b''' + "c"
    return template.render(text)
`;

const pieces = [
  'x',
  '\n',
  '    ',
  '"',
  "'",
  '(',
  ')',
  '#',
  ':',
  'def f():\n    pass\n',
  'class A:\n    b = 1\n',
  '@',
  '"""',
];

describe('a file in parts', function () {
  this.timeout(60_000);
  it('has the facts of the whole, whatever is typed', () => {
    let inParts = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = randomFrom(seed);
      const read = createPartReader();
      let now = text;
      const wanted = new Set<string>();
      for (let step = 0; step < 40; step++) {
        const at = random(now.length);
        const piece = pieces[random(pieces.length)];
        if (random(3) === 0) now = now.slice(0, at) + now.slice(at + random(30));
        else now = now.slice(0, at) + piece + now.slice(at);
        if (random(4) === 0) now = random(5) === 0 ? '' : text;
        if (random(10) === 0) wanted.add(['view', 'Book.get_absolute_url', 'view.<locals>.inner'][random(3)]);
        const facts = read(now, wanted);
        if (facts) inParts++;
        assert.deepEqual(plain(facts ?? extractPython(now, wanted)), plain(extractPython(now, wanted)), now);
      }
    }
    assert.ok(inParts > 240, `${inParts} times in parts`);
  });

  it('keeps the statements that were not touched', () => {
    const read = createPartReader();
    const before = read(text, new Set())!.outline.module.statements;
    const after = read(text.replace('max_length=9', 'max_length=10'), new Set())!.outline.module.statements;
    const changed = after.filter((statement, i) => statement !== before[i]);
    assert.deepEqual(
      changed.map((statement) => statement.kind === 'class' && statement.name),
      ['Book'],
    );
  });

  it('loses no definition behind a string or a bracket that is not closed', () => {
    for (const broken of [text.replace('"A book."""', '"A book.""'), text.replace('CharField(', 'CharField((')]) {
      const names = extractPython(broken).outline.module.statements.map((one) => 'name' in one && one.name);
      for (const name of ['Book', 'Other', 'view', 'later', 'last']) assert.ok(names.includes(name), name);
    }
  });

  it('keeps the other statements when one grows', () => {
    const known = extractPython(text).outline.module;
    const read = createPartReader(known);
    read(text, new Set());
    const grown = text.replace('title = ', `other = [${'1, '.repeat(100)}]\n    title = `);
    const now = read(grown, new Set())!.outline.module.statements;
    assert.equal(now.filter((one, i) => one !== known.statements[i]).length, 1);
  });

  it('keeps the statements that were known before', () => {
    const known = extractPython(text).outline.module;
    const read = createPartReader(known);
    const other = text.replace('max_length=9', 'max_length=10');
    read(other, new Set());
    // A module that imports something else is read as a whole.
    const again = read(other.replace('import os', 'import io'), new Set())!.outline.module.statements;
    const kept = again.filter((statement) => known.statements.includes(statement));
    assert.equal(kept.length, known.statements.length - 2);
  });
});

/** The facts, with the places of nodes instead of their numbers. */
function plain(facts: PythonFacts): unknown {
  const { statements, ranges } = facts.outline.module;
  const placed = JSON.stringify(statements, (key, value) =>
    key === 'n' ? [ranges[2 * (value as number)], ranges[2 * (value as number) + 1]] : (value as unknown),
  );
  const outline = { module: JSON.parse(placed) as unknown, bodies: facts.outline.bodies };
  return JSON.parse(JSON.stringify({ ...facts, outline }));
}
