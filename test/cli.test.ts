import * as assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { bundles } from './bundles';
import { minidjango } from './minidjango';

/** The command line as it is shipped. */
describe('the command line', function () {
  this.timeout(30_000);
  let folder: string;
  let cli: string;

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(path.join(tmpdir(), 'djangology-cli-'));
    cli = path.join(await bundles(), 'cli.js');
    cpSync(path.resolve(__dirname, '../../test/sample'), path.join(folder, 'sample'), { recursive: true });
    for (const project of ['clean', 'wrong'])
      for (const [name, text] of minidjango([])) write(`${project}/${name}`, text);
    for (const project of ['clean', 'wrong', 'bare']) {
      write(`${project}/manage.py`, "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf')\n");
      write(
        `${project}/conf.py`,
        "INSTALLED_APPS = []\nROOT_URLCONF = 'urls'\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [__file__[:-7] + 'pages']}]\n",
      );
      write(`${project}/urls.py`, "from django.urls import path\nurlpatterns = [path('', None, name='home')]\n");
      write(`${project}/pages/good.html`, "{% url 'home' %}");
    }
    write('clean/other.py', "from conf import *\nROOT_URLCONF = 'other_urls'\n");
    write('clean/other_urls.py', 'urlpatterns = []\n');
    write(
      'wrong/pages/a 100%, b: c#.html',
      "é\n{% url 'hom' %}\n{% include \"none\n.html\" %}{% include 'gone.html' %}",
    );
    write('wrong/pages/z.html', '{% if x %}');
    write('nothing/readme.txt', '');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): void {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }

  function run(...args: string[]): { status: number | null; out: string; error: string } {
    return runWith({}, ...args);
  }

  function runWith(
    variables: Record<string, string>,
    ...args: string[]
  ): { status: number | null; out: string; error: string } {
    const { PATH, SYSTEMROOT } = process.env;
    const caches = path.join(folder, 'caches');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...(SYSTEMROOT && { SYSTEMROOT }), PATH, XDG_CACHE_HOME: caches, LOCALAPPDATA: caches, ...variables },
    });
    return { status, out: stdout, error: stderr };
  }

  it('ends with 0 where nothing is wrong', () => {
    assert.deepEqual(run('check', 'clean'), { status: 0, out: 'No problems found.\n', error: '' });
    assert.equal(run('check', 'sample').status, 0);
    assert.equal(run('check', '--format', 'json', 'clean').out, '[]\n');
    assert.equal(run('check', '--format', 'github', 'clean').out, '');
  });

  it('leaves hints out unless they are asked for', () => {
    write('hinting/manage.py', "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf')\n");
    write(
      'hinting/conf.py',
      "INSTALLED_APPS = []\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [__file__[:-7] + 'pages']}]\n",
    );
    write('hinting/pages/page.html', '{% load i18n %}');
    assert.deepEqual(run('check', 'hinting'), { status: 0, out: 'No problems found.\n', error: '' });
    const { status, out } = run('check', '--hints', 'hinting');
    assert.strictEqual(status, 0);
    assert.match(out, /page\.html:1:9: hint: The library 'i18n' is not used\. \[unused-load\]/);
  });

  it('ends with 1 where something is, and reports it as text', () => {
    const { status, out, error } = run('check', 'wrong');
    assert.deepEqual({ status, error }, { status: 1, error: '' });
    const lines = out.trimEnd().split('\n');
    assert.match(
      lines[0],
      /^pages\/a 100%, b: c#\.html:2:9: error: No route is named 'hom'\. Did you mean 'home'\? \[route-not-found\]$/,
    );
    assert.ok(
      lines.some((line) => /^pages\/z\.html:1:4: error: .* \[unclosed-tag\]$/.test(line)),
      out,
    );
    assert.match(lines.at(-1)!, /^\d+ problems in 2 files\.$/);
  });

  it('reports as JSON', () => {
    for (const args of [['--json'], ['--format', 'json']]) {
      const rows = JSON.parse(run('check', ...args, 'wrong').out);
      assert.deepEqual(rows[0], {
        file: 'pages/a 100%, b: c#.html',
        start: { line: 2, column: 9, offset: 10 },
        end: { line: 2, column: 12, offset: 13 },
        rule: 'route-not-found',
        severity: 'error',
        message: "No route is named 'hom'. Did you mean 'home'?",
        fixes: ["Use 'home'"],
      });
    }
  });

  it('reports as SARIF, with all that the standard and code scanning ask for', () => {
    const log = JSON.parse(run('check', '--format', 'sarif', 'wrong').out);
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema, /^https:\/\/.*sarif.*2\.1\.0/);
    assert.equal(log.runs.length, 1);
    const [{ tool, results, columnKind }] = log.runs;
    assert.equal(columnKind, 'utf16CodeUnits');
    assert.equal(tool.driver.name, 'Djangology');
    assert.match(tool.driver.version, /^\d+\.\d+\.\d+/);
    assert.ok(results.length >= 2);
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
      assert.ok(['error', 'warning', 'note', 'none'].includes(level));
      assert.ok(message.text.length > 0);
      const [{ physicalLocation }] = locations;
      assert.equal(physicalLocation.artifactLocation.uriBaseId, '%SRCROOT%');
      assert.match(physicalLocation.artifactLocation.uri, /^[\w./%-]+$/, 'a URI reference');
      const { startLine, startColumn, endLine, endColumn, charOffset, charLength } = physicalLocation.region;
      assert.ok(
        startLine >= 1 &&
          startColumn >= 1 &&
          endLine >= startLine &&
          endColumn >= 1 &&
          charOffset >= 0 &&
          charLength >= 0,
      );
    }
    assert.equal(
      results[0].locations[0].physicalLocation.artifactLocation.uri,
      'pages/a%20100%25%2C%20b%3A%20c%23.html',
    );
    const clean = JSON.parse(run('check', '--format', 'sarif', 'clean').out);
    assert.deepEqual(clean.runs[0].results, []);
  });

  it('reports to GitHub, with what its workflow commands need escaped', () => {
    const lines = run('check', '--format', 'github', 'wrong').out.trimEnd().split('\n');
    assert.equal(
      lines[0],
      "::error file=pages/a 100%25%2C b%3A c#.html,line=2,endLine=2,col=9,endColumn=12,title=route-not-found::No route is named 'hom'. Did you mean 'home'?",
    );
    for (const line of lines)
      assert.match(
        line,
        /^::(?:error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+(?:,col=\d+,endColumn=\d+)?,title=[\w-]+::\S.*$/,
      );
  });

  it('inspects a project', () => {
    const { status, out } = run('inspect', '--json', 'sample');
    assert.equal(status, 0);
    const index = JSON.parse(out);
    assert.deepEqual(
      Object.keys(index),
      'version root settingsModule django apps settings models urls libraries templates commands admin forms serializers migrations migrationLeaves engines foreignTemplates middleware errorHandlers signals receivers staticFiles tests testsOfPytest unresolved'.split(
        ' ',
      ),
    );
    assert.equal(index.version, 1);
    assert.equal(index.settingsModule, 'bookshop.settings.dev');
    assert.ok(
      index.apps.some((app: { label: string; path: string }) => app.label === 'catalog' && app.path === 'catalog'),
    );
    const route = index.urls.find((one: { name: string }) => one.name === 'catalog:books_of_year');
    assert.deepEqual(
      { ...route, line: typeof route.line },
      {
        name: 'catalog:books_of_year',
        route: '^books/(?P<year>[0-9]{4})/$',
        parameters: ['year'],
        view: 'catalog.views.books_of_year',
        viewFile: 'catalog/views.py',
        file: 'catalog/urls.py',
        line: 'number',
      },
    );
    const library = index.libraries.find((one: { name: string }) => one.name === 'catalog_tags');
    assert.equal(library.file, 'catalog/templatetags/catalog_tags.py');
    assert.deepEqual(Object.keys(library.tags[0]).sort(), ['file', 'line', 'name']);
    assert.deepEqual(index.templates.find((one: { name: string }) => one.name === 'base.html').files, [
      'templates/base.html',
    ]);
    for (const { what, why } of index.unresolved) assert.ok(what && why);
  });

  it('takes the settings that it is given, by option or by environment', () => {
    const names = ({ out }: { out: string }) => JSON.parse(out).urls.map(({ name }: { name: string }) => name);
    assert.deepEqual(names(run('inspect', '--json', 'clean')), ['home']);
    assert.deepEqual(names(run('inspect', '--json', '--settings', 'other', 'clean')), []);
    assert.deepEqual(names(runWith({ DJANGO_SETTINGS_MODULE: 'other' }, 'inspect', '--json', 'clean')), []);
    assert.deepEqual(
      names(runWith({ DJANGO_SETTINGS_MODULE: 'other' }, 'inspect', '--json', '--settings', 'conf', 'clean')),
      ['home'],
    );
    const unknown = JSON.parse(run('inspect', '--json', '--settings', 'missing.conf', 'clean').out);
    assert.ok(unknown.unresolved.some(({ what }: { what: string }) => what === 'missing.conf'));
  });

  it('answers the same from its cache, and keeps that outside of the project', () => {
    const caches = path.join(folder, 'own caches');
    const before = readdirSync(path.join(folder, 'wrong'), { recursive: true });
    const first = run('check', '--cache', caches, 'wrong');
    assert.equal(readdirSync(caches).length, 1);
    assert.deepEqual(run('check', '--cache', caches, 'wrong'), first);
    assert.deepEqual(run('check', '--no-cache', 'wrong'), first);
    const index = run('inspect', '--json', '--cache', caches, 'sample');
    assert.deepEqual(run('inspect', '--json', '--cache', caches, 'sample'), index);
    assert.deepEqual(readdirSync(path.join(folder, 'wrong'), { recursive: true }), before);
  });

  it('answers the same when its cache is damaged, or cannot be written', () => {
    const caches = path.join(folder, 'damaged caches');
    const first = run('check', '--cache', caches, 'wrong');
    const [file] = readdirSync(caches);
    writeFileSync(path.join(caches, file), 'djangology 1\nno cache');
    assert.deepEqual(run('check', '--cache', caches, 'wrong'), first);
    const { status, out, error } = run('check', '--cache', path.join(folder, 'wrong/manage.py'), 'wrong');
    assert.deepEqual({ status, out }, { status: first.status, out: first.out });
    assert.match(error, /The cache was not written/);
  });

  it('works without an environment', () => {
    assert.equal(run('check', 'bare').status, 0);
  });

  it('ends with 2 where it cannot run, and says why', () => {
    const fails = (args: string[], reason: RegExp) => {
      const { status, out, error } = run(...args);
      assert.deepEqual({ status, out }, { status: 2, out: '' }, args.join(' '));
      assert.match(error, reason);
    };
    fails([], /No command is given/);
    fails(['chekc'], /no command 'chekc'/);
    fails(['check', 'missing'], /There is no folder/);
    fails(['check', 'sample/manage.py'], /There is no folder/);
    fails(['check', 'nothing'], /No Django project was found/);
    fails(['check', 'clean', 'wrong'], /Only one project/);
    fails(['check', '--format', 'xml', 'clean'], /no format 'xml'/);
    fails(['check', '--nonsense'], /nonsense/);
    fails(['check', '--format'], /format/);
  });

  it('tells how it is used, and its version', () => {
    for (const args of [['--help'], ['-h'], ['check', '--help']]) {
      const { status, out } = run(...args);
      assert.equal(status, 0);
      assert.match(out, /^Usage:/);
    }
    assert.match(run('--version').out, /^\d+\.\d+\.\d+\n$/);
  });
});
