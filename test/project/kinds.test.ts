import * as assert from 'node:assert';
import { failingCommands } from '../../server/project/commands/failingCommands';
import type { Project } from '../../server/project/project';
import { answerOf, short } from './open';

describe('commands are read', () => {
  it('as the modules of the apps, the first app before the others, with their arguments', async () => {
    const command = `
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument('name', nargs='+')
        group = parser.add_mutually_exclusive_group()
        group.add_argument('-q', '--quick', action='store_true')
`;
    const commands = await answerOf(
      {
        'shop/management/commands/sell.py': command,
        'shop/management/commands/_helper.py': command,
        'zoo/management/commands/sell.py': command,
        'zoo/management/commands/check.py': 'from shop.management.commands.sell import Command\n',
      },
      (project) =>
        ['sell', '_helper', 'check', 'migrate'].map((name) => {
          const found = project.commands().byName.get(name);
          const args = project
            .commandArguments(name)
            .list.filter(({ common }) => !common)
            .map(({ names }) => names.join('/'));
          return `${name}: ${found?.module} ${found?.value ? args.join(' ') : args.length > 0}`;
        }),
    );
    assert.deepEqual(commands, [
      'sell: shop.management.commands.sell name -q/--quick',
      '_helper: undefined false',
      'check: shop.management.commands.sell name -q/--quick',
      'migrate: django.core.management.commands.migrate true',
    ]);
  });

  it('with those that cannot be loaded', async () => {
    const command = 'from django.core.management.base import BaseCommand\nclass Command(BaseCommand): pass\n';
    const failing = await answerOf(
      {
        'shop/management/commands/good.py': `try:\n    import missing\nexcept ImportError:\n    missing = None\n${command}`,
        'shop/management/commands/bad.py': `import missing.part\n${command}`,
        'shop/management/commands/moves.py': `import jq\nfrom lxml import etree\nfrom six.moves.urllib import parse\n${command}`,
        '.venv/lib/python3.12/site-packages/jq.cpython-312-x86_64-linux-gnu.so': '',
        '.venv/lib/python3.12/site-packages/lxml/__init__.py': '',
        '.venv/lib/python3.12/site-packages/lxml/etree.pyd': '',
        '.venv/lib/python3.12/site-packages/six.py': '__path__ = []\n',
        'shop/management/commands/old.py': `from shop.shelves import Shelf, Rack\n${command}`,
        'shop/shelves/__init__.py': "'Shelves.'\nfrom .shelf import *\n",
        'shop/shelves/shelf.py': 'class Shelf: pass\n',
        'shop/management/commands/tools.py': 'def ask(): pass\n',
        'shop/management/commands/worse.py': 'from shop.management.commands.bad import Command\n',
        '.venv/lib/python3.12/site-packages/django/core/__init__.py': '',
        '.venv/lib/python3.12/site-packages/django/core/management/__init__.py': '',
        '.venv/lib/python3.12/site-packages/django/core/management/base.py': 'class BaseCommand: pass\n',
      },
      (project) => [...failingCommands(project)],
    );
    assert.deepEqual(failing, [
      ['bad', 'it imports missing, which is not installed'],
      ['old', "it imports 'Rack' from shop.shelves, which has no such name"],
      ['tools', 'shop.management.commands.tools has no class Command'],
      ['worse', 'it imports missing, which is not installed'],
    ]);
  });
});

describe('the arguments of commands are read', () => {
  const django = '.venv/lib/python3.12/site-packages/django/core/management/base.py';
  it('as BaseCommand.create_parser adds them', async () => {
    const found = await answerOf(
      {
        [django]: `
class BaseCommand:
    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = CommandParser()
        self.add_base_argument(parser, '--version', action='version')
        return parser
class AppCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument('args', nargs='+')
`,
        'shop/base.py': `
from django.core.management.base import AppCommand
class Base(AppCommand):
    names = ('one', 'two')
    def add_arguments(self, parser):
        super().add_arguments(parser)
        for name in self.names:
            parser.add_argument('--' + name)
        parser.add_argument(f'--{input()}')
`,
        'shop/management/commands/inherits.py': `
from shop.base import Base
class Command(Base):
    names = ('three',)
    requires_system_checks = []
    def add_arguments(self, parser):
        parser.add_argument_group('more').add_argument('--first')
        super().add_arguments(parser)
`,
        'shop/management/commands/instead.py': `
from shop.base import Base
class Command(Base):
    def add_arguments(self, parser):
        below = parser.add_subparsers(dest='action')
        below.add_parser('add').add_argument('what')
        self.add_base_argument(parser, 'file')
`,
        'shop/management/commands/own.py': `
import argparse
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = argparse.ArgumentParser()
        parser.add_argument('--mine')
        self.add_arguments(parser)
        return parser
    def add_arguments(self, parser):
        parser.add_argument('more')
`,
      },
      (project) =>
        ['inherits', 'instead', 'own'].map((name) => {
          const { list, problems } = project.commandArguments(name);
          const common = list.filter((one) => one.common).map((one) => one.names.join('/'));
          const own = list.filter((one) => !one.common).map((one) => one.names.join('/'));
          const version = list.find((one) => one.names.includes('--version'))?.place;
          return `${own.join(' ')}; ${common.length} ${common.includes('--skip-checks')} ${short(version?.path)}; ${problems.map((one) => one.what)}`;
        }),
    );
    const base = short(`/project/${django}`);
    assert.deepEqual(found, [
      `--first args --three; 8 false ${base}; an argument of the command 'inherits'`,
      `action file; 9 true ${base}; `,
      '--mine more; 1 false -; ',
    ]);
  });
});

describe('migrations are read', () => {
  it('as a graph whose leaves nothing of their app builds on', async () => {
    const migration = (...lines: string[]) =>
      `from django.db import connection, migrations\nclass Migration(migrations.Migration):\n${['pass', ...lines].map((line) => `    ${line}\n`).join('')}`;
    const dependsOn = (name: string) => `dependencies = [('shop', '${name}')]`;
    const found = await answerOf(
      {
        'config/settings.py':
          "INSTALLED_APPS = ['shop', 'zoo']\nROOT_URLCONF = 'config.urls'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n",
        'shop/migrations/0001_initial.py': migration(),
        'shop/migrations/0002_more.py': migration(dependsOn('0001_initial')),
        'shop/migrations/0001_squashed_0002_more.py': migration(
          "replaces = [('shop', '0001_initial'), ('shop', '0002_more')]",
        ),
        'shop/migrations/0003_left.py': migration(dependsOn('0002_more')),
        'shop/migrations/0003_right.py': migration(dependsOn('0001_squashed_0002_more')),
        'shop/migrations/0004_before.py': migration("run_before = [('shop', '0003_right')]"),
        'zoo/migrations/0001_initial.py': migration(
          "if connection.vendor == 'sqlite':",
          '    operations = [migrations.RunPython(print)]',
          'else:',
          '    operations = []',
        ),
        'zoo/migrations/0002_unknown.py': migration(
          "dependencies = [('shop', '0001_initial'), ('zoo', '0001_initial'), input()]",
          'operations = [migrations.RunPython(print)] if input() else []',
        ),
      },
      (project) => [
        ...[...project.migrationGraph().leaves].map(([app, leaves]) => `${app}: ${leaves.map(({ name }) => name)}`),
        ...project
          .migrations()
          .list.filter(({ app }) => app === 'zoo')
          .map((one) => {
            const { operations, problems } = project.migration(one)!;
            return `${one.name}: ${operations.length}; ${problems.map(({ what }) => what)}`;
          }),
      ],
    );
    assert.deepEqual(found, [
      'shop: 0003_left,0003_right',
      'zoo: 0002_unknown',
      '0001_initial: 1; ',
      "0002_unknown: 0; 'dependencies' of the migration zoo.0002_unknown,'operations' of the migration zoo.0002_unknown",
    ]);
  });

  it('by the rules of the loader', async () => {
    const migration = (body: string) =>
      `from django.conf import settings\nfrom django.db import migrations\nclass Migration(migrations.Migration):\n    ${body}\n`;
    const found = await answerOf(
      {
        'shop/migrations/0001_initial.py': migration(
          'dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]',
        ),
        'shop/migrations/0002_more.py': migration(
          "dependencies = [('shop', '0001_initial')]\n    operations = [migrations.RunPython(print)]",
        ),
        'shop/migrations/_draft.py': migration('pass'),
        'zoo/migrations/0001_initial.py': migration('pass'),
        'zoo/moved/0001_first.py': migration("replaces = [('zoo', '0001_initial')]"),
        'config/settings.py':
          "INSTALLED_APPS = ['shop', 'zoo']\nMIGRATION_MODULES = {'zoo': 'zoo.moved'}\nROOT_URLCONF = 'config.urls'\n",
      },
      (project) =>
        project.migrations().list.map((migration) => {
          const content = project.migration(migration)!;
          const keys = (list: typeof content.dependencies) => list.map(({ app, name }) => `${app}.${name}`).join();
          return `${migration.app}.${migration.name} ${short(migration.path)} after ${keys(content.dependencies)} for ${keys(content.replaces)}: ${content.operations.length}`;
        }),
    );
    assert.deepEqual(found, [
      'shop.0001_initial shop/migrations/0001_initial.py after auth.__first__ for : 0',
      'shop.0002_more shop/migrations/0002_more.py after shop.0001_initial for : 1',
      'zoo.0001_first zoo/moved/0001_first.py after  for zoo.0001_initial: 0',
    ]);
  });
});

describe('tests are read', () => {
  it('as unittest discovers them', async () => {
    const tests = await answerOf(
      {
        'shop/tests/base.py':
          'from django.test import TestCase\nclass Base(TestCase):\n    def test_base(self):\n        pass\n    def helper(self):\n        pass\n',
        'shop/tests/test_one.py':
          'from .base import Base\nclass One(Base):\n    def test_one(self):\n        pass\n    test_base = None\nclass Mixin:\n    def test_mixin(self):\n        pass\n',
        'shop/tests/test_pytest.py':
          'import surely_not_installed\nfrom django.test import TestCase\nclass Two(TestCase):\n    def test_two(self):\n        pass\n',
        '.venv/lib/python3.12/site-packages/django/test/__init__.py':
          'import unittest\nclass TestCase(unittest.TestCase):\n    pass\n',
        'shop/tests/helpers.py':
          'from django.test import TestCase\nclass Three(TestCase):\n    def test_three(self):\n        pass\n',
      },
      testsAndProblems,
    );
    assert.deepEqual(tests, [
      'shop.tests.base.Base.test_base',
      'shop.tests.test_one.One.test_one',
      'the tests in shop.tests.test_pytest: it imports surely_not_installed, which is not installed',
    ]);
  });
});

describe('tests are read', () => {
  it('unless their modules cannot be imported, or choose others', async () => {
    const test = (name: string, ...lines: string[]) =>
      [
        ...lines,
        'from unittest import TestCase',
        `class ${name}(TestCase):`,
        '    def test_it(self):',
        '        pass',
        '',
      ].join('\n');
    const tests = await answerOf(
      {
        'shop/models.py': '',
        'shop/test_driver.py': test(
          'Driver',
          'try:',
          '    import no_driver',
          'except ImportError:',
          '    import no_other',
        ),
        'shop/test_optional.py': test(
          'Optional',
          'try:',
          '    import no_driver',
          'except ImportError:',
          '    no_driver = None',
        ),
        'shop/test_adds.py': `${test('Adds')}def load_tests(loader, tests, pattern):\n    tests.addTests([])\n    return tests\n`,
        'shop/test_picks.py': `${test('Picks')}def load_tests(loader, tests, pattern):\n    return loader.pick()\n`,
        '.venv/lib/python3.12/site-packages/django/db/__init__.py': '',
        '.venv/lib/python3.12/site-packages/django/db/models/__init__.py': 'from django.db.models.base import Model\n',
        '.venv/lib/python3.12/site-packages/django/db/models/base.py': 'class Model:\n    pass\n',
        'aside/__init__.py': '',
        'aside/models.py': `
from django.db import models
class Base(models.Model):
    class Meta:
        abstract = True
class Placed(Base):
    class Meta:
        app_label = 'shop'
class Lost(Base):
    pass
`,
        'aside/test_lost.py': test('Lost', 'from .models import Placed'),
        'aside/test_fine.py': test('Fine', 'import aside'),
        'own/__init__.py': '',
        'own/things.py': `
from django.db import models
class Meta(type):
    def __new__(cls, name, bases, attrs):
        attrs['Meta'] = made()
        return super().__new__(cls, name, bases, attrs)
class Thing(models.Model, metaclass=Meta):
    pass
`,
        'own/test_things.py': test('Things', 'from .things import Thing'),
        'config/settings.py': "INSTALLED_APPS = ['shop']\nROOT_URLCONF = 'config.urls'\n",
      },
      testsAndProblems,
    );
    assert.deepEqual(tests, [
      'aside.test_fine.Fine.test_it',
      'own.test_things.Things.test_it',
      'shop.test_adds.Adds.test_it',
      'shop.test_optional.Optional.test_it',
      'the tests in aside.test_lost: it defines the model Lost, whose app is not installed',
      'the tests in shop.test_driver: it imports no_other, which is not installed',
      'the tests in shop.test_picks: its load_tests() chooses them',
    ]);
  });
});

function testsAndProblems(project: Project): string[] {
  return [
    ...project.tests().list.map(({ id }) => id),
    ...project.tests().problems.map(({ what, why }) => `${what}: ${why}`),
  ];
}

describe('serializers are read', () => {
  it('with declared fields and those of their models', async () => {
    const serializers = await answerOf(
      {
        'shop/models.py':
          "from django.db import models\nclass Tag(models.Model):\n    pass\nclass Book(models.Model):\n    tags = models.ManyToManyField(Tag)\n    first = models.ForeignKey(Tag, models.CASCADE, related_name='+')\n    title = models.CharField(max_length=9)\n",
        'shop/serializers.py': `
from rest_framework import serializers
from shop.models import Book
class Base(serializers.ModelSerializer):
    extra = serializers.CharField()
    more = serializers.CharField()
    class Meta:
        model = Book
        fields = '__all__'
class Child(Base):
    more = None
class Some(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ('title', 'tags')
class Linked(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = Book
        exclude = ['first']
class Plain(serializers.BaseSerializer):
    name = serializers.CharField()
`,
        '.venv/lib/python3.12/site-packages/rest_framework/__init__.py': '',
        '.venv/lib/python3.12/site-packages/rest_framework/fields.py':
          'class Field:\n    pass\nclass CharField(Field):\n    pass\n',
        '.venv/lib/python3.12/site-packages/rest_framework/serializers.py':
          'from rest_framework.fields import *\nclass BaseSerializer(Field):\n    pass\nclass Serializer(BaseSerializer):\n    pass\nclass ModelSerializer(Serializer):\n    pass\nclass HyperlinkedModelSerializer(ModelSerializer):\n    pass\n',
      },
      (project) =>
        project
          .serializers()
          .list.map(({ value, fields }) => `${value.qualifiedName}: ${fields.map(({ name }) => name).join(' ')}`),
    );
    assert.deepEqual(serializers, [
      'Base: id extra more title first tags',
      'Child: id extra title first tags',
      'Some: title tags',
      'Linked: url title tags',
      'Plain: ',
    ]);
  });
  it('and those that Django REST framework refuses', async () => {
    const packages = '.venv/lib/python3.12/site-packages';
    const found = await answerOf(
      {
        'shop/models.py':
          'from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=9)\n    def size(self): return 1\n',
        'shop/serializers.py': `
from rest_framework import serializers
from shop.models import Book
class Refused(serializers.ModelSerializer):
    extra = serializers.CharField()
    class Meta:
        model = Book
        fields = ('title', 'extra', 'nothing')
class Good(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ('pk', 'url', 'objects', 'save', 'size')
`,
        [`${packages}/django/db/__init__.py`]: '',
        [`${packages}/django/db/models/__init__.py`]:
          'from django.db.models.base import Model\nfrom django.db.models.fields import CharField, AutoField\n',
        [`${packages}/django/db/models/base.py`]: 'class Model:\n    def save(self): pass\n',
        [`${packages}/django/db/models/fields/__init__.py`]:
          'class Field: pass\nclass CharField(Field): pass\nclass AutoField(Field): pass\n',
        [`${packages}/rest_framework/__init__.py`]: '',
        [`${packages}/rest_framework/fields.py`]: 'class Field:\n    pass\nclass CharField(Field):\n    pass\n',
        [`${packages}/rest_framework/serializers.py`]:
          'from rest_framework.fields import *\nclass BaseSerializer(Field):\n    pass\nclass Serializer(BaseSerializer):\n    pass\nclass ModelSerializer(Serializer):\n    pass\n',
      },
      (project) => [
        ...project
          .serializers()
          .list.map(({ value, fields }) => `${value.qualifiedName}: ${fields.map(({ name }) => name).join(' ')}`),
        ...project.serializers().problems.map(({ why }) => why),
      ],
    );
    assert.deepEqual(found, [
      'Refused: extra',
      'Good: pk url objects save size',
      "its Meta names 'nothing', which shop.Book does not have: Django REST framework refuses it",
    ]);
  });
  it('with the names that their own get_field_names() makes of these', async () => {
    const serializers = await answerOf(
      {
        'shop/models.py': `
from django.db import models
class Book(models.Model):
    title = models.CharField(max_length=9)
    _data = models.TextField()
    tags = property(lambda self: [])
`,
        'shop/serializers.py': `
import os
from rest_framework import serializers
from shop.models import Book
class Base(serializers.ModelSerializer):
    shown = serializers.CharField()
    @property
    def is_nested(self):
        return getattr(self.Meta, 'is_nested', False)
    def get_field_names(self, declared_fields, info):
        fields = list(super().get_field_names(declared_fields, info))
        def wanted(name):
            if name.startswith('_'):
                return False
            if self.context.get('request'):
                return False
            return True
        fields.remove('shown')
        fields.insert(0, 'shown')
        for name in ('id', 'tags', 'other'):
            if name not in fields and hasattr(self.Meta.model, name):
                fields.append(name)
        return [name for name in fields if wanted(name)]
    class Meta:
        model = Book
        fields = '__all__'
class Nested(Base):
    def get_field_names(self, declared_fields, info):
        fields = super().get_field_names(declared_fields, info)
        if self.is_nested:
            fields.remove('title')
        return fields
    class Meta(Base.Meta):
        is_nested = True
class Hidden(Base):
    def get_field_names(self, declared_fields, info):
        return os.environ['NAMES'].split()
`,
        '.venv/lib/python3.12/site-packages/rest_framework/__init__.py': '',
        '.venv/lib/python3.12/site-packages/rest_framework/fields.py':
          'class Field:\n    pass\nclass CharField(Field):\n    pass\n',
        '.venv/lib/python3.12/site-packages/rest_framework/serializers.py':
          'from rest_framework.fields import *\nclass BaseSerializer(Field):\n    pass\nclass Serializer(BaseSerializer):\n    pass\nclass ModelSerializer(Serializer):\n    def get_field_names(self, declared_fields, info):\n        return self.Meta.fields\n',
      },
      (project) => [
        ...project
          .serializers()
          .list.map(({ value, fields }) => `${value.qualifiedName}: ${fields.map(({ name }) => name).join(' ')}`),
        ...project.serializers().problems.map(({ what, why }) => `${what}: ${why}`),
      ],
    );
    assert.deepEqual(serializers, [
      'Base: shown id title tags',
      'Nested: shown id tags',
      'the fields of the serializer shop.serializers.Hidden: its own get_field_names() cannot be followed without running it',
    ]);
  });
  it('with what their own get_fields() and __init__() make of them', async () => {
    const serializers = await answerOf(
      {
        'shop/models.py':
          'from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=9)\n    size = models.TextField()\n',
        'shop/serializers.py': `
from rest_framework import serializers
from shop.models import Book
class Base(serializers.ModelSerializer):
    extra = serializers.CharField()
    class Meta:
        model = Book
        fields = ('title', 'size', 'extra')
        languages = ('en', 'de')
class Some(Base):
    def __init__(self, *args, **kwargs):
        wanted = kwargs.pop('fields', None)
        super().__init__(*args, **kwargs)
        if wanted is not None:
            for name in set(self.fields) - set(wanted):
                self.fields.pop(name)
        if not self.context.get('request'):
            del self.fields['size']
        for language in self.Meta.languages:
            self.fields[f'title_{language}'] = serializers.CharField()
class Getting(Base):
    def get_fields(self):
        fields = super().get_fields()
        fields.pop('title')
        fields['more'] = serializers.CharField()
        return fields
class NeedsRequest(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.context['request'].user
        if user.is_staff:
            self.fields.pop('title')
class NeedsUser(Base):
    def get_fields(self):
        fields = super().get_fields()
        if not self.context.get('request').user.is_staff:
            fields.pop('title')
        return fields
class NeedsOption(serializers.Serializer):
    name = serializers.CharField()
    def __init__(self, *args, **kwargs):
        self.option = kwargs.pop('option')
        super().__init__(*args, **kwargs)
        self.fields['other'] = serializers.CharField()
class NeedsDatabase(Base):
    def __init__(self, *args, **kwargs):
        self.event = getattr(kwargs.get('context', {}).get('request'), 'event', None)
        super().__init__(*args, **kwargs)
        for book in Book.objects.filter(size=1):
            self.fields[book.title] = serializers.CharField()
class NeedsArgument(Base):
    def __init__(self, shop, *args, **kwargs):
        super().__init__(*args, **kwargs)
class Unsure(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        try:
            self.user = self.context['request'].user
        except KeyError:
            self.user = None
        for name in found():
            self.fields[name] = serializers.CharField()
`,
        '.venv/lib/python3.12/site-packages/rest_framework/__init__.py': '',
        '.venv/lib/python3.12/site-packages/rest_framework/fields.py':
          'class Field:\n    pass\nclass CharField(Field):\n    pass\n',
        '.venv/lib/python3.12/site-packages/rest_framework/serializers.py':
          'from rest_framework.fields import *\nclass BaseSerializer(Field):\n    def __init__(self, instance=None, **kwargs):\n        pass\nclass Serializer(BaseSerializer):\n    def get_fields(self):\n        return {}\nclass ModelSerializer(Serializer):\n    def get_fields(self):\n        return {}\n',
      },
      (project) => [
        ...project
          .serializers()
          .list.map(({ value, fields }) => `${value.qualifiedName}: ${fields.map(({ name }) => name).join(' ')}`),
        ...project.serializers().problems.map(({ what, why }) => `${what.split('.').at(-1)}: ${why}`),
      ],
    );
    assert.deepEqual(serializers, [
      'Base: title size extra',
      'Some: title extra title_en title_de',
      'Getting: size extra more',
      'NeedsRequest: extra',
      'NeedsUser: extra',
      'NeedsOption: name',
      'NeedsDatabase: extra',
      'NeedsArgument: extra',
      'Unsure: title size extra',
      'NeedsRequest: its own __init__() needs what the serializer is given, such as its context, or the database',
      'NeedsUser: its own get_fields() needs what the serializer is given, such as its context, or the database',
      'NeedsOption: its own __init__() needs what the serializer is given, such as its context, or the database',
      'NeedsDatabase: its own __init__() needs what the serializer is given, such as its context, or the database',
      'NeedsArgument: its own __init__() needs arguments',
      'Unsure: its own __init__() cannot be followed without running it',
    ]);
  });
});
