import * as assert from 'node:assert';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { diagnostics } from '../../server/features/diagnostics';
import { inspect } from '../../server/inspect';
import type { Check } from '../../server/project/findings/finding';
import { pythonOf } from '../../server/project/prints';
import type { Project } from '../../server/project/project';
import { type FileView, viewFile } from '../../server/project/view';
import type { Workspace } from '../../server/workspace/workspace';
import { createDisk, type Disk, openDisk } from '../disk';
import { withDefaults } from '../projectDefaults';

const models = `from django.db import models

class Tag(models.Model):
    colour = models.CharField('colour', max_length=30)

class Item(models.Model):
    name = models.CharField(max_length=10, choices=[('a', 'b')])

class Part(models.Model):
    item = models.ForeignKey(Item, models.CASCADE, related_name='parts')

class Special(Item):
    pass
`;

const files = {
  'shop/models.py': models,
  'shop/urls.py':
    "from django.urls import path\nfrom shop import views\nurlpatterns = [\n    path('', views.home, name='home'),\n    path('big/', views.big, name='big'),\n]\n",
  'shop/views.py': `from django.shortcuts import render

def home(request):
    return render(request, 'shop/home.html')

def big(request):
${'    call(request)\n'.repeat(100)}    return render(request, 'shop/home.html')
`,
  'shop/templates/shop/home.html': '{% load shop_tags %}{% price 3 %}',
  'shop/templatetags/shop_tags.py':
    'from django import template\nregister = template.Library()\n@register.simple_tag\ndef price(amount):\n    return amount\n',
};

/** What a project's queries compute, by name. Each computation makes a new object, so the same object was not computed again. */
const queries = [
  'settings',
  'apps',
  'engines',
  'templates',
  'libraries',
  'routes',
  'otherRouteNames',
  'staticFiles',
] as const;

describe('after a change', () => {
  let disk: Disk;
  let workspace: Workspace;
  let project: Project;

  beforeEach(async () => {
    disk = createDisk(Object.fromEntries(withDefaults(new Map(Object.entries(files)), [])));
    workspace = openDisk(disk).workspace;
    await workspace.readRest();
    project = workspace.projects()[0];
  });

  async function values(): Promise<Map<string, unknown>> {
    return workspace.settle(
      () =>
        new Map<string, unknown>([
          ...queries.map((name): [string, unknown] => [name, project[name]()]),
          ['shop.views', project.world.namespace('shop.views')?.names.get('home')],
          ['template', project.template('/project/shop/templates/shop/home.html')],
        ]),
    );
  }

  /** The names of the queries that are computed again when a file of the project changes as an editor changes it. */
  async function recomputed(path: string, change: (text: string) => string): Promise<string[]> {
    const before = await values();
    const full = `/project/${path}`;
    await workspace.loader.setOverlay(full, change(disk.files.get(full) ?? ''));
    return differing(before, await values());
  }

  function differing(before: Map<string, unknown>, after: Map<string, unknown>): string[] {
    return [...before].filter(([name, value]) => after.get(name) !== value).map(([name]) => name);
  }

  it("in a view's body nothing of the project is computed again", async () => {
    assert.deepEqual(
      await recomputed('shop/views.py', (text) => text.replace('    call(', '    other(1)\n    call(')),
      [],
    );
    assert.deepEqual(await recomputed('shop/views.py', (text) => text.replace('shop/home.html', 'other.html')), []);
    assert.deepEqual(
      await recomputed('shop/views.py', (text) => text.replace('render(request', "render(reverse('x')")),
      [],
    );
  });

  it('in comments and blank lines nothing is, and places are found where they are now', async () => {
    for (const path of [
      'shop/views.py',
      'shop/urls.py',
      'shop/templatetags/shop_tags.py',
      'config/settings.py',
      'config/urls.py',
    ])
      assert.deepEqual(await recomputed(path, (text) => `# a comment\n\n${text}# at the end\n`), [], path);
    const index = await workspace.settle(
      () => inspect(project, '/project') as { urls: { name: string; line: number }[] },
    );
    assert.deepEqual(
      index.urls.map(({ name, line }) => `${name} ${line}`),
      ['home 6', 'big 7'],
    );
  });

  it("in a template's text only that template is", async () => {
    assert.deepEqual(await recomputed('shop/templates/shop/home.html', (text) => `${text}<p>more</p>`), ['template']);
    assert.deepEqual(await recomputed('shop/templates/shop/home.html', (text) => `${text}<p>more</p>`), []);
  });

  it('what a template sees is the same, until another function renders it', async () => {
    const home = '/project/shop/templates/shop/home.html';
    const names = () => workspace.settle(() => project.contexts.ownNames(home));
    const views = files['shop/views.py'];
    const type = (text: string) => workspace.loader.setOverlay('/project/shop/views.py', text);
    await type(views);
    const before = await names();
    await type(`# a comment\n${views}`);
    assert.equal(await names(), before);
    await type(views.replace("home.html')", "home.html', {'more': 1})"));
    assert.deepEqual([...(await names()).keys()], ['more']);
    const others = '/project/shop/others.py';
    const other = (context: string) =>
      `from django.shortcuts import render\n\ndef other(request):\n    return render(request, ${context})\n`;
    disk.files.set(others, other("'shop/other.html'"));
    await workspace.loader.changed([others]);
    await workspace.loader.setOverlay(others, other("'shop/other.html'"));
    assert.deepEqual([...(await names()).keys()], ['more']);
    await workspace.loader.setOverlay(others, other("'shop/home.html', {'another': 1}"));
    assert.deepEqual([...(await names()).keys()], ['more', 'another']);
  });

  it('of a model the others are the same, and so are routes and admin', async () => {
    await workspace.loader.setOverlay(
      '/project/shop/views.py',
      `from shop.models import Tag\n${files['shop/views.py']}`,
    );
    const labels = ['shop.Tag', 'shop.Item', 'shop.Part', 'shop.Special'];
    const parts = async (): Promise<Map<string, unknown>> => {
      const all = await values();
      for (const label of labels) all.set(label, project.models().byLabel.get(label));
      return all.set('Item', project.world.namespace('shop.models')?.names.get('Item'));
    };
    let text = models;
    const changed = async (from: string, to: string) => {
      const before = await parts();
      text = text.replace(from, to);
      await workspace.loader.setOverlay('/project/shop/models.py', text);
      return differing(before, await parts());
    };
    assert.deepEqual(await changed("'colour'", "'color'"), ['shop.Tag']);
    assert.deepEqual(await changed('max_length=30', 'max_length=31'), ['shop.Tag']);
    assert.deepEqual(await changed('max_length=10', 'max_length=12'), [
      'shop.Item',
      'shop.Part',
      'shop.Special',
      'Item',
    ]);
    assert.deepEqual(await changed("related_name='parts'", "related_name='pieces'"), [
      'shop.Item',
      'shop.Part',
      'shop.Special',
    ]);
    assert.deepEqual(await changed('max_length=31', 'max_length=32'), ['shop.Tag']);
    assert.deepEqual(await changed('max_length=32', 'max_length=32, unique=True'), ['shop.Tag']);
  });

  it("of a class's name the models are the same that have nothing to do with it", async () => {
    const models = () => workspace.settle(() => new Map<string, unknown>(project.models().byLabel));
    const before = await models();
    await workspace.loader.setOverlay('/project/shop/models.py', files['shop/models.py'].replace('Tag', 'Label'));
    assert.deepEqual(differing(before, await models()), ['shop.Tag']);
  });

  it('of a global name the renderings are the same of functions that do not look at it', async () => {
    const template = '/project/shop/templates/shop/home.html';
    const renderings = () => workspace.settle(() => project.contexts.renderings(template));
    const typed = (text: string) => workspace.loader.setOverlay('/project/shop/views.py', text);
    const views = `TITLE = 'a'\n${files['shop/views.py']}`;
    await typed(views);
    const before = await renderings();
    assert.ok(before.length > 0);
    await typed(views.replace("'a'", "'b'"));
    assert.equal(await renderings(), before);
    await typed(views.replace("request, 'shop/home.html'", "request, 'shop/home.html', {'title': TITLE}"));
    assert.notEqual(await renderings(), before);
  });

  it('a rule looks again only where something changed that it looked at', async () => {
    const template = '/project/shop/templates/shop/home.html';
    const runs: string[] = [];
    const check = (rule: string, look: (view: FileView) => unknown): Check => ({
      rule,
      severity: 'error',
      run(view) {
        look(view);
        runs.push(rule);
        return [];
      },
    });
    const checks = [check('routes', (view) => view.project.routes()), check('models', (view) => view.project.models())];
    const run = async () => {
      runs.length = 0;
      await workspace.settle(() => diagnostics(viewFile(project, template)!, checks, settings));
      return [...new Set(runs)];
    };
    const settings = {};
    await workspace.loader.setOverlay(template, files['shop/templates/shop/home.html']);
    assert.deepEqual(await run(), ['routes', 'models']);
    assert.deepEqual(await run(), []);
    await workspace.loader.setOverlay('/project/shop/models.py', models.replace('max_length=30', 'max_length=31'));
    assert.deepEqual(await run(), ['models']);
    await workspace.loader.setOverlay(template, `${files['shop/templates/shop/home.html']} `);
    assert.deepEqual(await run(), ['routes', 'models']);
  });

  it('in a broken line of a view nothing else is', async () => {
    const again = await recomputed('shop/views.py', (text) => text.replace('    call(request)', '    call(request'));
    assert.deepEqual(again, []);
  });

  it('of a route the routes are, and nothing else', async () => {
    assert.deepEqual(await recomputed('shop/urls.py', (text) => text.replace("'big/'", "'huge/'")), [
      'routes',
      'otherRouteNames',
    ]);
  });

  it('of a tag the libraries are, and the templates parsed with them', async () => {
    const again = await recomputed('shop/templatetags/shop_tags.py', (text) => text.replace('def price', 'def cost'));
    assert.deepEqual(again, ['libraries', 'template']);
  });

  it('of a file that nobody imports nothing is', async () => {
    assert.deepEqual(await recomputed('shop/notes.py', () => 'x = 1\n'), []);
  });

  it('on disk the index has what came and lacks what went', async () => {
    const names = () => workspace.settle(() => [...project.templates().files.keys()]);
    const before = await values();
    disk.files.set('/project/shop/templates/shop/new.html', "{% url 'home' %}");
    await workspace.loader.changed(['/project/shop/templates/shop/new.html']);
    await workspace.readRest();
    assert.deepEqual(await names(), ['shop/home.html', 'shop/new.html']);
    assert.deepEqual(differing(before, await values()), ['templates']);
    assert.deepEqual(workspace.files.filesUsing('route', 'home'), ['/project/shop/templates/shop/new.html']);

    disk.files.delete('/project/shop/templates/shop/new.html');
    disk.files.set('/project/shop/templates/shop/renamed.html', '');
    await workspace.loader.changed([
      '/project/shop/templates/shop/new.html',
      '/project/shop/templates/shop/renamed.html',
    ]);
    assert.deepEqual(await names(), ['shop/home.html', 'shop/renamed.html']);
    assert.deepEqual(workspace.files.filesUsing('route', 'home'), []);

    for (const path of [...disk.files.keys()]) if (path.startsWith('/project/shop/templates/')) disk.files.delete(path);
    await workspace.loader.changed(['/project/shop/templates']);
    assert.deepEqual(await names(), []);
    assert.deepEqual(workspace.files.filesUsing('tag', 'price'), []);
  });

  it('an open document stands before its file, and the file comes back when it closes', async () => {
    const names = () => workspace.settle(() => project.routes().list.map(({ name }) => name));
    const path = '/project/shop/urls.py';
    await workspace.loader.setOverlay(path, 'urlpatterns = []');
    assert.deepEqual(await names(), []);
    disk.files.set(path, disk.files.get(path)!.replace("name='big'", "name='huge'"));
    await workspace.loader.changed([path]);
    assert.deepEqual(await names(), [], 'what changes below an open document is not seen');
    await workspace.loader.setOverlay(path, undefined);
    assert.deepEqual(await names(), ['home', 'huge']);
  });

  it('in a template what views give to it is the same', async () => {
    const path = '/project/shop/templates/shop/home.html';
    const names = () => workspace.settle(() => project.contexts.names(path));
    await workspace.loader.setOverlay(path, '{{ a.b }}');
    const before = await names();
    await workspace.loader.setOverlay(path, 'x{{ a.bc }}{% for d in e %}{{ d.f }}{% endfor %}');
    assert.equal(await names(), before);
  });

  it('nothing is kept of the texts before', async () => {
    const path = '/project/shop/models.py';
    const units: WeakRef<object>[] = [];
    for (let i = 0; i < 6; i++) {
      await workspace.loader.setOverlay(path, models.replace('max_length=30', `max_length=${i}`));
      await values();
      units.push(new WeakRef(pythonOf(workspace.files.facts(path))!.outline.module));
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await setImmediate();
    collect();
    const kept = units.filter((unit) => unit.deref() !== undefined).length;
    assert.ok(kept < 3, `the units of ${kept} texts are kept`);
  });

  it('a slow read does not undo what was typed meanwhile', async () => {
    let answer: (() => void) | undefined;
    const path = '/project/shop/urls.py';
    const { workspace: other } = openDisk({
      ...disk,
      fileSystem: {
        ...disk.fileSystem,
        async readFile(file) {
          const text = await disk.fileSystem.readFile(file);
          if (file === path && answer === undefined) await new Promise<void>((resolve) => (answer = resolve));
          return text;
        },
      },
    });
    const reading = other.readRest();
    while (answer === undefined) await setImmediate();
    await other.loader.setOverlay(path, 'urlpatterns = []');
    answer();
    await reading;
    assert.deepEqual(other.projects()[0].routes().list, []);
  });
});
