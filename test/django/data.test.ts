import assert from 'node:assert/strict';
import { contribApps, contribModels } from '../../server/django/apps';
import { commonOptions, djangoCommands } from '../../server/django/commands';
import { documentationOf } from '../../server/django/docs';
import lines from '../../server/django/docs.json';
import { fieldClass, fieldClasses } from '../../server/django/fields';
import { formFields, validators, widgets } from '../../server/django/forms';
import {
  builtinLibraries,
  djangoLibraries,
  djangoLibrary,
  librariesOf,
  lifespanOfName,
} from '../../server/django/libraries';
import { methodResolutionOrder } from '../../server/django/mro';
import { contextProcessors, djangoRoutes, middleware, pathConverters, signals } from '../../server/django/requests';
import { lifespanOfSetting, projectTemplate, settingsOf } from '../../server/django/settings';
import { type DjangoVersion, djangoVersions, isKnownVersion, nearestVersion } from '../../server/django/versions';
import { djangoViews } from '../../server/django/views';

const versions: readonly DjangoVersion[] = ['4.2', '5.0', '5.1', '5.2', '6.0', '6.1'];

describe('django: which version', () => {
  it('knows the versions that it names', () => assert.deepEqual(djangoVersions, versions));

  const choices: [string | undefined, DjangoVersion][] = [
    ['5.1.3', '5.1'],
    ['6.0rc1', '6.0'],
    ['4.2', '4.2'],
    ['3.2.25', '4.2'],
    ['5', '5.0'],
    ['5.3', '5.2'],
    ['10.1', '6.1'],
    [undefined, '6.1'],
    ['', '6.1'],
    ['main', '6.1'],
  ];
  for (const [asked, expected] of choices) {
    it(`takes ${expected} for ${asked}`, () => assert.equal(nearestVersion(asked), expected));
  }

  it('tells which versions it describes exactly', () => {
    assert.deepEqual(
      ['4.2.30', '6.1', '4.1', '6.2', undefined].map((version) => isKnownVersion(version)),
      [true, true, false, false, false],
    );
  });
});

describe('django: tags and filters', () => {
  it('has the three builtin libraries in the order in which Django loads them', () => {
    for (const version of versions) {
      const modules = builtinLibraries(version).map(({ module }) => module);
      assert.deepEqual(modules, [
        'django.template.defaulttags',
        'django.template.defaultfilters',
        'django.template.loader_tags',
      ]);
    }
  });

  const blocks: [string, string][] = [
    ['if', 'elif else | endif'],
    ['for', 'empty | endfor'],
    ['ifchanged', 'else | endifchanged'],
    ['block', '| endblock'],
    ['comment', '| endcomment raw'],
    ['verbatim', '| endverbatim raw'],
    ['blocktranslate', 'plural | endblocktranslate'],
    ['blocktrans', 'plural | endblocktrans'],
    ['cache', '| endcache'],
    ['with', '| endwith'],
    ['partialdef', '| endpartialdef'],
    ['url', 'none'],
    ['csrf_token', 'none'],
    ['include', 'none'],
  ];
  for (const [name, expected] of blocks) {
    it(`${name}: ${expected}`, () => {
      const block = tag(name, '6.1')?.block;
      const text = block && [...block.branches, '|', ...block.ends, ...(block.raw ? ['raw'] : [])].join(' ');
      assert.equal(text ?? 'none', expected);
    });
  }

  it('gives each version its own names', () => {
    const living = (kind: 'tags' | 'filters', name: string) =>
      versions.filter((version) => djangoLibraries(version).some((library) => library[kind].has(name)));
    assert.deepEqual(living('tags', 'partialdef'), ['6.0', '6.1']);
    assert.deepEqual(living('tags', 'querystring'), ['5.1', '5.2', '6.0', '6.1']);
    assert.deepEqual(living('filters', 'length_is'), ['4.2', '5.0']);
    assert.deepEqual(living('filters', 'escapeseq'), ['5.0', '5.1', '5.2', '6.0', '6.1']);
    assert.deepEqual(lifespanOfName('tag', 'partialdef'), { since: '6.0', until: undefined });
    assert.deepEqual(lifespanOfName('filter', 'length_is'), { since: undefined, until: '5.0' });
    assert.deepEqual(lifespanOfName('tag', 'if'), { since: undefined, until: undefined });
    assert.equal(lifespanOfName('tag', 'ifequal'), undefined);
  });

  it('follows the signature of querystring from one version to the next', () => {
    const parameters = [{ name: 'query_dict', hasDefault: true, keywordOnly: false }];
    assert.deepEqual(tag('querystring', '5.2')?.signature, { parameters, varargs: undefined, varkw: 'kwargs' });
    assert.deepEqual(tag('querystring', '6.0')?.signature, { parameters: [], varargs: 'args', varkw: 'kwargs' });
    assert.equal(tag('querystring', '6.0')?.kind, 'simple');
    assert.equal(tag('if', '6.0')?.kind, 'compiled');
  });

  it('knows the arity of filters', () => {
    const filters = djangoLibrary('django.template.defaultfilters', '5.2')!.filters;
    assert.deepEqual(filters.get('default')?.arguments, { least: 1, most: 1 });
    assert.deepEqual(filters.get('date')?.arguments, { least: 0, most: 1 });
    assert.deepEqual(filters.get('upper')?.arguments, { least: 0, most: 0 });
    assert.equal(filters.get('upper')?.function, 'django.template.defaultfilters.upper');
  });

  it('tells the libraries of every project from those of an app', () => {
    assert.deepEqual(names(librariesOf(undefined, '5.2')), ['cache', 'i18n', 'l10n', 'static', 'tz']);
    assert.deepEqual(names(librariesOf('django.contrib.humanize', '5.2')), ['humanize']);
    assert.deepEqual(names(librariesOf('django.contrib.auth', '5.2')), []);
    assert.deepEqual(names(librariesOf('django.contrib.auth', '6.0')), ['auth']);
    assert.equal(djangoLibrary('nothing', '5.2'), undefined);
  });
});

describe('django: settings', () => {
  it('knows defaults and types', () => {
    assert.deepEqual(settingsOf('5.2').get('APPEND_SLASH'), { name: 'APPEND_SLASH', type: 'bool', default: true });
    assert.equal(settingsOf('4.2').get('USE_TZ')?.default, false);
    assert.equal(settingsOf('5.0').get('USE_TZ')?.default, true);
    assert.equal(settingsOf('5.2').get('DEFAULT_AUTO_FIELD')?.default, 'django.db.models.AutoField');
    assert.equal(settingsOf('6.0').get('DEFAULT_AUTO_FIELD')?.default, 'django.db.models.BigAutoField');
    assert.equal(settingsOf('5.2').get('FILE_UPLOAD_PERMISSIONS')?.default, 0o644);
  });

  it('knows the settings that only contrib apps read', () => {
    for (const name of ['SITE_ID', 'MESSAGE_LEVEL', 'GEOIP_PATH', 'ROOT_URLCONF']) {
      assert.ok(settingsOf('4.2').has(name), name);
    }
  });

  it('knows what came, what went and what is on its way out', () => {
    assert.deepEqual(lifespanOfSetting('USE_L10N'), { since: undefined, until: '4.2' });
    assert.deepEqual(lifespanOfSetting('SECURE_CSP'), { since: '6.0', until: undefined });
    assert.deepEqual(lifespanOfSetting('STATICFILES_STORAGE'), { since: undefined, until: '5.0' });
    assert.equal(settingsOf('4.2').get('USE_L10N')?.deprecated, true);
    assert.equal(settingsOf('5.2').get('EMAIL_HOST')?.deprecated, undefined);
  });

  it('knows what startproject writes', () => {
    assert.equal(projectTemplate('5.2').get('ROOT_URLCONF'), '{{ project_name }}.urls');
  });
});

describe('django: field classes', () => {
  it('finds a class by either path', () => {
    assert.equal(
      fieldClass('django.db.models.CharField', '5.2'),
      fieldClass('django.db.models.fields.CharField', '5.2'),
    );
    assert.equal(fieldClass('django.db.models.GeneratedField', '4.2'), undefined);
    assert.ok(fieldClass('django.db.models.GeneratedField', '5.0'));
    assert.ok(fieldClass('django.contrib.gis.db.models.PointField', '6.1')?.lookups.has('dwithin'));
    assert.equal(fieldClass('django.db.models.NullBooleanField', '5.2')?.removed, true);
  });

  it('hands parameters on to the bases', () => {
    const text = (path: string) =>
      fieldClass(path, '5.2')!.parameters.map((p) => `${p.keywordOnly ? '*' : ''}${p.name}${p.hasDefault ? '?' : ''}`);
    assert.deepEqual(text('django.db.models.ForeignKey').slice(0, 2), ['to', 'on_delete']);
    assert.ok(text('django.db.models.ForeignKey').includes('*null?'));
    assert.deepEqual(text('django.db.models.CharField').slice(0, 4), [
      'verbose_name?',
      'name?',
      'primary_key?',
      'max_length?',
    ]);
    assert.ok(text('django.db.models.CharField').includes('*db_collation?'));
    assert.deepEqual(text('django.db.models.DateField').slice(0, 4), [
      'verbose_name?',
      'name?',
      'auto_now?',
      'auto_now_add?',
    ]);
    for (const field of fieldClasses('6.1').values()) {
      const all = field.parameters.map(({ name }) => name);
      assert.equal(new Set(all).size, all.length, field.path);
    }
  });

  it('inherits lookups, and marks those of an app', () => {
    const lookups = fieldClass('django.db.models.DateTimeField', '5.2')!.lookups;
    for (const name of ['exact', 'isnull', 'year', 'date', 'hour', 'range']) assert.ok(lookups.has(name), name);
    assert.deepEqual(lookups.get('date')?.transform, { output: 'django.db.models.fields.DateField' });
    assert.equal(lookups.get('exact')?.transform, undefined);
    assert.equal(lookups.get('contained_by')?.app, 'django.contrib.postgres');
    const char = fieldClass('django.db.models.SlugField', '5.2')!.lookups;
    assert.equal(char.get('unaccent')?.app, 'django.contrib.postgres');
    assert.deepEqual(char.get('unaccent')?.transform, { output: undefined });
    assert.equal(fieldClass('django.db.models.JSONField', '5.2')?.anyTransform, true);
    assert.equal(fieldClass('django.db.models.CharField', '5.2')?.anyTransform, false);
  });

  it('orders bases as Python does', () => {
    const bases: Record<string, string[]> = { O: [], A: ['O'], B: ['O'], C: ['A', 'B'], D: ['C', 'elsewhere'] };
    assert.deepEqual(
      methodResolutionOrder('D', (path) => bases[path]),
      ['D', 'C', 'A', 'B', 'O'],
    );
  });
});

describe('django: the smaller topics', () => {
  it('knows generic views', () => {
    const list = djangoViews('5.2').get('django.views.generic.ListView')!;
    assert.equal(list.attributes.get('template_name_suffix'), '_list');
    for (const name of ['view', 'object_list', 'paginator', 'page_obj', 'is_paginated']) {
      assert.ok(list.context.includes(name), name);
    }
    assert.equal(
      djangoViews('5.2').get('django.views.generic.CreateView')?.attributes.get('template_name_suffix'),
      '_form',
    );
    assert.ok(djangoViews('5.2').get('django.views.generic.UpdateView')?.context.includes('form'));
  });

  it('knows commands, converters, routes and the rest', () => {
    assert.ok(
      djangoCommands('5.2').some(({ name, app }) => name === 'collectstatic' && app === 'django.contrib.staticfiles'),
    );
    assert.ok(commonOptions('5.2').some(({ flags }) => flags?.includes('--settings')));
    assert.deepEqual([...pathConverters('5.2').keys()].sort(), ['int', 'path', 'slug', 'str', 'uuid']);
    assert.ok(
      djangoRoutes('5.2').some(({ urlconf, name }) => urlconf === 'django.contrib.auth.urls' && name === 'login'),
    );
    assert.deepEqual(contextProcessors('5.2').get('django.contrib.auth.context_processors.auth')?.context, [
      'user',
      'perms',
    ]);
    assert.ok(contextProcessors('6.1').get('django.template.context_processors.csp')?.context.includes('csp_nonce'));
    assert.ok(middleware('5.2').includes('django.middleware.common.CommonMiddleware'));
    assert.ok(signals('5.2').includes('django.db.models.signals.post_save'));
    assert.equal(
      formFields('5.2').get('django.forms.fields.BooleanField')?.widget,
      'django.forms.widgets.CheckboxInput',
    );
    assert.ok(widgets('5.2').has('django.forms.widgets.Textarea'));
    assert.ok(validators('5.2').some(({ path }) => path === 'django.core.validators.validate_slug'));
    assert.ok(contribApps('5.2').get('django.contrib.admin')?.templates?.includes('admin/base_site.html'));
    assert.ok(
      contribModels('5.2')
        .get('django.contrib.auth.models.User')
        ?.fields.some(({ name }) => name === 'email'),
    );
  });
});

describe('django: documentation in our own words', () => {
  const defined = {
    tags: new Set(versions.flatMap((v) => djangoLibraries(v).flatMap(({ tags }) => [...tags.keys()]))),
    filters: new Set(versions.flatMap((v) => djangoLibraries(v).flatMap(({ filters }) => [...filters.keys()]))),
    settings: new Set(versions.flatMap((v) => [...settingsOf(v).keys()])),
  };

  for (const kind of ['tags', 'filters', 'settings'] as const) {
    it(`has one line for each of the ${kind}, and none too many`, () => {
      assert.deepEqual(Object.keys(lines[kind]).sort(), [...defined[kind]].sort());
      for (const [name, line] of Object.entries<string>(lines[kind])) {
        assert.match(line, /^\S[^\n]{10,170}\.$/, `${name}: ${line}`);
      }
    });
  }

  it('answers by kind and name', () => {
    assert.match(documentationOf('tag', 'for')!, /each item/);
    assert.equal(documentationOf('tag', 'nothing'), undefined);
    assert.equal(documentationOf('filter', 'constructor'), undefined);
  });
});

function tag(name: string, version: DjangoVersion) {
  for (const library of djangoLibraries(version)) {
    if (library.tags.has(name)) return library.tags.get(name);
  }
  return undefined;
}

function names(libraries: readonly { name?: string }[]): (string | undefined)[] {
  return libraries.map(({ name }) => name).sort();
}
