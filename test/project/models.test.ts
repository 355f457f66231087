import * as assert from 'node:assert';
import type { Model } from '../../server/project/models/field';
import { answerOf } from './open';

/** The part of Django that tells what a model derives from and what makes its class. */
const readDjango = {
  '.venv/lib/python3.12/site-packages/django/db/__init__.py': '',
  '.venv/lib/python3.12/site-packages/django/db/models/__init__.py': `
from django.db.models.base import Model
from django.db.models.fields import CharField, Field, IntegerField
from django.db.models.fields.related import ForeignKey
`,
  '.venv/lib/python3.12/site-packages/django/db/models/fields/__init__.py': `
class Field:
    def deconstruct(self):
        pass
class CharField(Field):
    pass
class IntegerField(Field):
    pass
class PositiveIntegerField(IntegerField):
    pass
class AutoField(IntegerField):
    pass
class BigAutoField(AutoField):
    pass
`,
  '.venv/lib/python3.12/site-packages/django/db/models/fields/related.py': `
from django.db.models.fields import Field
class ForeignKey(Field):
    pass
`,
  '.venv/lib/python3.12/site-packages/django/db/models/base.py': `
class ModelBase(type):
    def __new__(cls, name, bases, attrs, **kwargs):
        return super().__new__(cls, name, bases, attrs)
class Model(metaclass=ModelBase):
    pass
`,
};

/** A line for each model of an app: its fields with what they lead to. */
async function fields(files: Readonly<Record<string, string>>, app = 'shop'): Promise<string[]> {
  return described(files, app, ({ fields: all }) =>
    all.map(({ name, to }) => (to === undefined ? name : `${name}>${to}`)),
  );
}

async function described(
  files: Readonly<Record<string, string>>,
  app: string,
  facts: (model: Model) => readonly string[],
): Promise<string[]> {
  return answerOf(files, (project) =>
    project
      .models()
      .list.filter((model) => model.app === app && !model.abstract)
      .map((model) => `${model.name}: ${facts(model).join(' ')}`),
  );
}

const reverse = (model: Model) => model.reverse.map(({ accessor, queryName }) => `${accessor}/${queryName}`);
const managers = (model: Model) => model.managers.map(({ name }) => name);

describe('a relation that leads nobody knows where', () => {
  it('is told of with the reason', async () => {
    const files = {
      'shop/models.py': `
from django.db import models
from lib import chosen
class Book(models.Model):
    shop = models.ForeignKey('shop.Stop', models.CASCADE)
    other = models.ForeignKey(chosen(), models.CASCADE)
    itself = models.ForeignKey('self', models.CASCADE)
`,
      'lib/__init__.py': 'import os\ndef chosen():\n    return os.environ["MODEL"]\n',
    };
    const problems = await answerOf(files, (project) =>
      project.models().problems.map(({ what, why }) => `${what}: ${why}`),
    );
    assert.equal(problems.length, 2);
    assert.equal(problems[0], "the relation 'shop' of shop.Book: there is no model 'shop.Stop'");
    assert.match(problems[1], /^the relation 'other' of shop.Book: /);
  });
});

describe('models that a function makes', () => {
  it('belong to the app that their Meta names, or else to that of the module they say', async () => {
    const files = {
      'lib/factory.py': `
def made(base):
    return type(str(base.__name__.replace('Abstract', '')), (base,), {'__module__': __name__})
`,
      'shop/bases.py': `
from django.db import models
class AbstractShop(models.Model):
    name = models.CharField(max_length=9)
    class Meta:
        abstract = True
        app_label = 'shop'
class AbstractNowhere(models.Model):
    class Meta:
        abstract = True
`,
      'shop/models.py': `
from django.db import models
from lib.factory import made
from shop.bases import AbstractShop, AbstractNowhere
Shop = made(AbstractShop)
Nowhere = made(AbstractNowhere)
Own = type('Own', (AbstractNowhere,), {'__module__': __name__})
class Book(models.Model):
    shop = models.ForeignKey(Shop, models.CASCADE)
    other = models.ForeignKey('Shop', models.CASCADE, related_name='others')
`,
    };
    assert.deepEqual(await fields(files), ['Shop: name id', 'Own: id', 'Book: shop>shop.Shop other>shop.Shop id']);
  });
});

describe('models that code makes for another one', () => {
  it('once that is prepared have copies of its fields', async () => {
    const files = {
      ...readDjango,
      'lib/past.py': `
import copy
from django.apps import apps
from django.db import models
class Changes:
    pass
class Past:
    def __init__(self, bases=(models.Model,), inherit=False, excluded=None):
        self.inherit = inherit
        if excluded is None:
            excluded = []
        self.excluded = excluded
        try:
            if isinstance(bases, str):
                raise TypeError
            self.bases = (Changes,) + tuple(bases)
        except TypeError:
            raise TypeError('a tuple is expected')
    def contribute_to_class(self, cls, name):
        self.module = cls.__module__
        self.cls = cls
        models.signals.class_prepared.connect(self.finalize, weak=False)
    def finalize(self, sender, **kwargs):
        if self.cls is not sender:
            if not (self.inherit and issubclass(sender, self.cls)):
                return
        attrs = {'__module__': apps.app_configs[sender._meta.app_label].name}
        attrs.update(self.copies(sender))
        attrs.update({'past_id': models.AutoField(primary_key=True)})
        attrs.update(Meta=type('Meta', (), {'verbose_name': 'past'}))
        made = type(str(f'Past{sender._meta.object_name}'), self.bases, attrs)
        setattr(sender, 'past_model', made)
    def copies(self, model):
        fields = {}
        for field in model._meta.fields:
            if field.name in self.excluded:
                continue
            field = copy.copy(field)
            if isinstance(field, models.ForeignKey):
                old = field
                _name, _path, args, options = old.deconstruct()
                options.update(related_name='+', null=True)
                field = type(old)(*args, **options)
                field.name = old.name
            else:
                field.name = field.attname
                if field.primary_key:
                    field.__class__ = models.IntegerField
                    field.primary_key = False
            fields[field.name] = field
        return fields
`,
      'shop/models.py': `
from django.db import models
from lib.past import Past
class Tracked(models.Model):
    past = Past(inherit=True)
    class Meta:
        abstract = True
class Shop(models.Model):
    name = models.CharField(max_length=9)
    secret = models.CharField(max_length=9)
    past = Past(excluded=['secret'])
class Sub(Shop):
    pass
class Book(Tracked):
    shop = models.ForeignKey('Shop', models.CASCADE)
    sequel = models.ForeignKey('self', models.CASCADE)
`,
    };
    assert.deepEqual(await fields(files), [
      'Shop: name secret id',
      'PastShop: name id past_id',
      'Sub: name secret id shop_ptr>shop.Shop',
      'Book: shop>shop.Shop sequel>shop.Book id',
      'PastBook: shop>shop.Shop sequel>shop.Book id past_id',
    ]);
    assert.deepEqual((await described(files, 'shop', reverse))[0], 'Shop: sub/sub book_set/book');
  });

  it('when a module hands them to a function', async () => {
    const files = {
      ...readDjango,
      'lib/copies.py': `
import copy
from django.db import models
class Registry:
    def __init__(self, suffix):
        self.suffix = suffix
    def register(self, model, name=None):
        attrs = {'__module__': model.__module__, 'original': models.ForeignKey(model, models.CASCADE)}
        for field in model._meta.fields:
            if not field.primary_key:
                attrs[field.name] = copy.copy(field)
        type(name or f'{model._meta.object_name}{self.suffix}', (models.Model,), attrs)
        if hasattr(model._meta, 'copied'):
            raise ValueError(model)
        models.TextField().contribute_to_class(model, 'note')
def register(model, suffix='Copy', **options):
    Registry(suffix).register(model, **options)
`,
      'shop/models.py': `
from django.db import models
from lib.copies import Registry, register
registry = Registry('Draft')
class Titled(models.Model):
    title = models.CharField(max_length=9)
    class Meta:
        abstract = True
class Book(Titled):
    shop = models.ForeignKey('Shop', models.CASCADE)
class Shop(Titled):
    pass
register(Book)
registry.register(Shop, name='Stand')
print(Shop)
`,
    };
    assert.deepEqual(await fields(files), [
      'Book: shop>shop.Shop title id note',
      'Shop: title id note',
      'BookCopy: original>shop.Book shop>shop.Shop title id',
      'Stand: original>shop.Shop title id',
    ]);
  });

  it('told where that is done only perhaps', async () => {
    const files = {
      ...readDjango,
      'lib/copies.py': `
from django.db import models
from elsewhere import wanted
def register(model):
    if wanted(model):
        type(f'{model.__name__}Copy', (models.Model,), {'__module__': model.__module__})
`,
      'shop/models.py': `
from django.db import models
from lib.copies import register
class Book(models.Model):
    pass
register(Book)
`,
    };
    const told = await answerOf(files, (project) =>
      project.models().problems.map(({ what, why }) => `${what}: ${why}`),
    );
    assert.deepEqual(told, [
      "the model 'BookCopy': code makes it only under a condition that is not known without running it",
    ]);
    assert.deepEqual(await fields(files), ['Book: id']);
  });

  it('by way of a metaclass, in its body or in a decorator', async () => {
    const files = {
      ...readDjango,
      'lib/words.py': `
import sys
from django.db import models
from django.db.models.base import ModelBase
class StoreModel(models.Model):
    key = models.CharField(max_length=9)
    class Meta:
        abstract = True
class WordsBase(ModelBase):
    def __new__(cls, name, bases, attrs):
        return super().__new__(cls, name, bases, attrs)
class Translation(models.Model, metaclass=WordsBase):
    language = models.CharField(max_length=9)
    class Meta:
        abstract = True
class Words:
    def __init__(self, **fields):
        self.fields = fields
    def contribute_to_class(self, cls, name):
        attrs = {'__module__': cls.__module__, 'master': models.ForeignKey(cls, models.CASCADE, related_name=name)}
        attrs.update(self.fields)
        WordsBase(f'{cls.__name__}Words', (Translation,), attrs)
class Store:
    def __init__(self, name):
        self.name = name
    def store(self):
        def wrapper(cls):
            name = '%s_%s' % (cls.__name__, self.name.title())
            if getattr(sys.modules[cls.__module__], name, None):
                return cls
            setattr(sys.modules[cls.__module__], name, ModelBase(name, (models.Model,), {'__module__': cls.__module__}))
            return cls
        return wrapper
    def add(self, more=None):
        if isinstance(more, type):
            raise TypeError('add() is to be called')
        def wrapper(model):
            if not issubclass(model, models.Model):
                raise TypeError('no model')
            attrs = self.attrs_for(model, ('object',))
            attrs['object'] = models.ForeignKey(model, models.CASCADE)
            made = self.made('%s_%s' % (model.__name__, self.name.title()), attrs)
            setattr(sys.modules[model.__module__], made.__name__, made)
            setattr(model, self.name, made)
            return model
        return wrapper
    def attrs_for(self, model, together):
        class Meta:
            unique_together = together
        attrs = {'Meta': Meta, '__module__': model.__module__}
        return attrs
    def made(self, name, attrs):
        return models.base.ModelBase(name, (StoreModel,), attrs)
`,
      'shop/settings.py': 'from lib.words import Store\nfrom shop.models import Book\nsettings = Store("settings")\n',
      'shop/models.py': `
from django.db import models
from lib.words import Words
from shop.settings import settings
@settings.add(more=1)
class Book(models.Model):
    words = Words(title=models.CharField(max_length=9))
@settings.store()
class Everything:
    pass
`,
    };
    assert.deepEqual(await fields(files), [
      'Book: id',
      'BookWords: master>shop.Book title language id',
      'Book_Settings: object>shop.Book key id',
      'Everything_Settings: id',
    ]);
  });
});

describe('models have fields of other classes than Django’s', () => {
  it('with the arguments that their constructor gives', async () => {
    const files = {
      'lib/fields.py': `
from django.db import models
class Link(models.ForeignKey):
    def __init__(self, **kwargs):
        kwargs.setdefault('related_name', 'linked_%(class)s')
        kwargs['on_delete'] = models.CASCADE
        super().__init__('shop.Shop', **kwargs)
class Hidden(Link):
    def __init__(self, **kwargs):
        Link.__init__(self, related_name='+', **kwargs)
`,
      'shop/models.py': `
from django.db import models
from lib.fields import Link, Hidden
class Shop(models.Model):
    pass
class Book(models.Model):
    shop = Link()
    other = Link(related_name='others')
    secret = Hidden()
`,
    };
    assert.deepEqual(await fields(files), ['Shop: id', 'Book: shop>shop.Shop other>shop.Shop secret>shop.Shop id']);
    assert.deepEqual(await described(files, 'shop', reverse), [
      'Shop: linked_book/linked_book others/others',
      'Book: ',
    ]);
  });

  it('and what their contribute_to_class adds', async () => {
    const files = {
      'tags/models.py': `
from django.db import models
from django.db.models.fields.related import RelatedField
from django.db.models.fields.reverse_related import ManyToManyRel
class Tag(models.Model):
    pass
class Common(models.Model):
    class Meta:
        abstract = True
class Tagged(Common):
    tag = models.ForeignKey(Tag, models.CASCADE)
class Tags(RelatedField):
    def __init__(self, through=None, to=None, related_name=None):
        self.through = through or Tagged
        rel = ManyToManyRel(self, to, related_name=related_name, through=self.through)
        super().__init__(null=True, rel=rel)
    def contribute_to_class(self, cls, name):
        cls._meta.add_field(self)
        if not cls._meta.abstract:
            self.after(cls)
    def after(self, cls):
        if not self.remote_field.model:
            self.remote_field.model = self.through._meta.get_field('tag').remote_field.model
        self.is_common = self.through is None or issubclass(self.through, Common)
        if self.is_common:
            models.IntegerField().contribute_to_class(cls, 'tag_count')
`,
      'shop/models.py': `
from django.db import models
from tags.models import Tag, Tags
class Other(models.Model):
    tag = models.ForeignKey('shop.Word', models.CASCADE)
class Word(models.Model):
    pass
class Base(models.Model):
    tags = Tags()
    class Meta:
        abstract = True
class Book(Base):
    pass
class Song(models.Model):
    words = Tags(through=Other, related_name='songs')
    named = Tags(through='shop.Other')
`,
    };
    assert.deepEqual(await fields(files), [
      'Other: tag>shop.Word id',
      'Word: id',
      'Book: tags>tags.Tag tag_count id',
      'Song: words>shop.Word named>shop.Word id',
    ]);
    assert.deepEqual(await described(files, 'shop', reverse), [
      'Other: ',
      'Word: other_set/other songs/songs song_set/song',
      'Book: ',
      'Song: ',
    ]);
  });

  it('and the names that their contribute_to_class gives to the way back', async () => {
    const files = {
      'lib/fields.py': `
import os
import re
from django.db import models
class Link(models.ForeignKey):
    def __init__(self, *args, related_name=None, **kwargs):
        super().__init__(*args, related_name=related_name, **kwargs)
        self._is_named = related_name is not None
    def contribute_to_class(self, cls, *args, **kwargs):
        super().contribute_to_class(cls, *args, **kwargs)
        if not self._is_named and not cls._meta.abstract and hasattr(cls._meta, 'verbose_name_plural'):
            self.remote_field.related_name = '_'.join(re.findall(r'\\w+', str(cls._meta.verbose_name_plural))).lower()
class Secret(models.ForeignKey):
    def contribute_to_class(self, cls, name):
        super().contribute_to_class(cls, name)
        self.remote_field.related_name = os.environ['NAME']
`,
      'shop/models.py': `
from django.db import models
from lib.fields import Link, Secret
class Shop(models.Model):
    pass
class Part(models.Model):
    shop = Link('shop.Shop', models.CASCADE)
    class Meta:
        abstract = True
        verbose_name = 'spare part'
class IPAddress(Part):
    pass
class Wheel(Part):
    class Meta:
        verbose_name_plural = 'Big Wheels'
class Bolt(Part):
    class Meta(Part.Meta):
        pass
class Named(models.Model):
    shop = Link('shop.Shop', models.CASCADE, related_name='named')
class Hidden(models.Model):
    shop = Secret('shop.Shop', models.CASCADE)
`,
    };
    assert.deepEqual(
      (await described(files, 'shop', reverse))[0],
      'Shop: spare_parts/spare_parts big_wheels/big_wheels spare_parts/spare_parts named/named',
    );
  });
  it('that a metaclass sets', async () => {
    const files = {
      'lib/models.py': `
from django.db import models
from django.db.models.base import ModelBase
class PluginBase(ModelBase):
    def __new__(cls, name, bases, attrs):
        super_new = super().__new__
        parents = [base for base in bases if isinstance(base, PluginBase)]
        if parents and 'plugin_ptr' not in attrs:
            if not any(hasattr(parent, 'plugin_ptr') for parent in parents):
                attrs['plugin_ptr'] = models.OneToOneField(
                    'lib.Plugin', models.CASCADE, name='plugin_ptr', parent_link=True, related_name='%(app_label)s_%(class)s'
                )
        return super_new(cls, name, bases, attrs)
class Plugin(models.Model, metaclass=PluginBase):
    name = models.CharField(max_length=9)
`,
      'shop/models.py': `
from django.db import models
from lib.models import Plugin
class Text(Plugin):
    body = models.TextField()
class Long(Text):
    pass
`,
    };
    assert.deepEqual(await fields(files), [
      'Text: name id body plugin_ptr>lib.Plugin'.replace('name id', 'name id'),
      'Long: name id body plugin_ptr>lib.Plugin text_ptr>shop.Text',
    ]);
    assert.deepEqual(await described(files, 'lib', reverse), ['Plugin: shop_text/shop_text']);
  });

  it('that a metaclass adds to the class that Django made, unless it has them by then', async () => {
    const files = {
      ...readDjango,
      'lib/models.py': `
from django.db import models
from django.db.models.base import ModelBase
class TreeOptions:
    left = 'lft'
    level = 'level'
    def __init__(self, options=None, **more):
        given = list(options.__dict__.items()) if options else []
        given.extend(list(more.items()))
        for key, value in given:
            if key[:2] != '__':
                setattr(self, key, value)
    def __iter__(self):
        return ((key, value) for key, value in self.__dict__.items() if key[0] != '_')
def tree_model(cls):
    bases = list(cls.mro())
    while bases:
        base = bases.pop()
        if hasattr(base, '_tree') and not (base._meta.abstract or base._meta.proxy):
            return base
    return None
class TreeBase(ModelBase):
    def __new__(meta, class_name, bases, class_dict):
        TreeMeta = class_dict.pop('TreeMeta', None)
        if not TreeMeta:
            class TreeMeta:
                pass
        own = frozenset(dir(TreeMeta))
        for base in bases:
            if hasattr(base, '_tree'):
                for name, value in base._tree:
                    if name not in own:
                        setattr(TreeMeta, name, value)
        class_dict['_tree'] = TreeOptions(TreeMeta)
        super_new = super().__new__
        cls = super_new(meta, class_name, bases, class_dict)
        return meta.register(cls)
    @classmethod
    def register(meta, cls, **kwargs):
        if not issubclass(cls, models.Model):
            raise ValueError('a model is expected')
        try:
            Tree
        except NameError:
            pass
        else:
            if tree_model(cls) is cls:
                known = set()
                for base in cls.mro():
                    if hasattr(base, '_meta'):
                        known.update([field.name for field in base._meta.local_fields])
                for name in (cls._tree.left, cls._tree.level):
                    if name not in known:
                        field = models.PositiveIntegerField(editable=False)
                        field.contribute_to_class(cls, name)
        return cls
class Tree(models.Model, metaclass=TreeBase):
    class Meta:
        abstract = True
`,
      'shop/models.py': `
from django.db import models
from lib.models import Tree
class Genre(Tree):
    name = models.CharField(max_length=9)
class Base(Tree):
    depth = models.IntegerField()
    class Meta:
        abstract = True
    class TreeMeta:
        level = 'depth'
class Shelf(Base):
    class TreeMeta:
        left = 'start'
class Sub(Genre):
    pass
class View(Genre):
    class Meta:
        proxy = True
`,
    };
    assert.deepEqual(await fields(files), [
      'Genre: name lft level id',
      'Shelf: depth start id',
      'Sub: name lft level id genre_ptr>shop.Genre',
      'View: name lft level id',
    ]);
  });
  it('of models of installed apps only, whatever app a Meta names', async () => {
    const files = {
      'shop/models.py': `
from django.db import models
class Here(models.Model):
    class Meta:
        app_label = 'shop'
class Elsewhere(models.Model):
    class Meta:
        app_label = 'shop_extra'
`,
    };
    assert.deepEqual(await fields(files), ['Here: id']);
  });
  it('that a module adds to an abstract model before others derive from it', async () => {
    const files = {
      'shop/models.py': `
from django.db import models
from shop.base import Soft, NAME
class Book(Soft):
    pass
class Kept(Soft):
    kind = None
class Paper(Book):
    pass
`,
      'shop/base.py': `
from django.conf import settings
from django.db import models
NAME = getattr(settings, 'SHOP_NAME', 'deleted')
class Soft(models.Model):
    class Meta:
        abstract = True
Soft.add_to_class(NAME, models.DateTimeField(null=True))
Soft.add_to_class('kind', models.IntegerField())
`,
    };
    const found = await fields(files);
    assert.deepEqual(
      found.filter((line) => !line.startsWith('Soft')),
      ['Book: id deleted kind', 'Kept: id deleted', 'Paper: id deleted kind book_ptr>shop.Book'],
    );
  });
  it('and managers that statements of other modules add', async () => {
    const files = {
      'shop/models.py': `
from django.db import models
from django.contrib.auth import get_user_model
from shop.base import Shop
class Found(models.Manager):
    pass
class Book(models.Model):
    pass
class Paper(models.Model):
    every = models.Manager()
Found().contribute_to_class(Book, 'found')
Paper.add_to_class(name='found', value=Found())
models.IntegerField().contribute_to_class(Book, 'count')
Shop.add_to_class('books', models.ManyToManyField(Book))
def later():
    Paper.add_to_class('never', models.IntegerField())
`,
      'shop/base.py': 'from django.db import models\nclass Shop(models.Model):\n    pass\n',
    };
    assert.deepEqual(await fields(files), ['Book: id count', 'Paper: id', 'Shop: id books>shop.Book']);
    assert.deepEqual(await described(files, 'shop', managers), [
      'Book: objects found',
      'Paper: every found',
      'Shop: objects',
    ]);
  });
  it('and managers that receivers add when a model is prepared', async () => {
    const files = {
      ...readDjango,
      'lib/states.py': `
from django.db import models
from django.db.models.signals import class_prepared
from django.dispatch import receiver
class States:
    def __init__(self, *names):
        self.names = []
        for name in names:
            self.names.append((name, name.title()))
    def __iter__(self):
        return iter(self.names)
class Stated(models.Model):
    class Meta:
        abstract = True
def add_managers(sender, **kwargs):
    if not issubclass(sender, Stated):
        return
    for name, title in getattr(sender, 'STATES', ()):
        sender.add_to_class(name, models.Manager())
@receiver(class_prepared)
def add_field(sender, **kwargs):
    if hasattr(sender, 'counted') and 'count' not in [field.attname for field in sender._meta.local_fields]:
        sender.add_to_class('count', models.IntegerField())
class_prepared.connect(add_managers)
`,
      'shop/models.py': `
from django.db import models
from lib.states import Stated, States
class Book(Stated):
    STATES = States('old', 'new')
    counted = True
class Shop(models.Model):
    STATES = States('open')
class Shelf(models.Model):
    counted = True
    count = models.CharField(max_length=9)
`,
    };
    assert.deepEqual(await described(files, 'shop', managers), [
      'Book: objects old new',
      'Shop: objects',
      'Shelf: objects',
    ]);
    assert.deepEqual(await fields(files), ['Book: id count', 'Shop: id', 'Shelf: count id']);
  });
  it('that an app adds when it is ready', async () => {
    const files = {
      'index/apps.py': `
from django.apps import AppConfig
class IndexConfig(AppConfig):
    name = 'index'
    def ready(self):
        self.get_model('Entry').add_relations()
`,
      'index/models.py': `
from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
class Indexed:
    search_fields = []
class Entry(models.Model):
    @classmethod
    def add_relations(cls):
        for model in apps.get_models():
            if issubclass(model, Indexed) and not model._meta.abstract and model.search_fields:
                GenericRelation(cls).contribute_to_class(model, 'index_entries')
`,
      'shop/models.py': `
from django.db import models
from index.models import Indexed
class Book(Indexed, models.Model):
    search_fields = ['title']
class Other(models.Model):
    pass
`,
    };
    assert.deepEqual(await fields(files), ['Book: id index_entries>index.Entry', 'Other: id']);
  });

  it('that a registry adds to what an app registers when it is ready', async () => {
    const files = {
      'stream/registry.py': `
from django.contrib.contenttypes.fields import GenericRelation
def relate(model):
    for name in ('actor', 'target'):
        GenericRelation('stream.Action').contribute_to_class(model, name + '_actions')
class Registry(dict):
    def register(self, *models):
        for model in models:
            if model not in self:
                self[model] = relate(model)
registry = Registry()
register = registry.register
`,
      'stream/models.py': 'from django.db import models\nclass Action(models.Model): pass\n',
      'shop/apps.py': `
from django.apps import AppConfig
class ShopConfig(AppConfig):
    name = 'shop'
    def ready(self):
        from stream.registry import register, registry
        register(self.get_model('Book'))
        registry.register(self.get_model('Book'), self.get_model('Other'))
`,
      'shop/models.py':
        'from django.db import models\nclass Book(models.Model): pass\nclass Other(models.Model): pass\n',
    };
    const added = 'actor_actions>stream.Action target_actions>stream.Action';
    assert.deepEqual(
      (await fields(files)).filter((line) => !line.startsWith('Action')),
      [`Book: id ${added}`, `Other: id ${added}`],
    );
  });

  it('that are made of others which an autodiscovered module registers', async () => {
    const files = {
      ...readDjango,
      'translated/apps.py': `
from django.apps import AppConfig
class TranslatedConfig(AppConfig):
    name = 'translated'
    def ready(self):
        from translated.registry import discover
        discover()
`,
      'translated/registry.py': `
import copy
from importlib import import_module
from typing import cast
from django.apps import apps
from django.db.models import CharField, Field, IntegerField
from django.utils.module_loading import module_has_submodule

class Taken(Exception): pass

class Translation:
    def __init__(self, field, language):
        self.__dict__.update(field.__dict__)
        self.name = f'{self.name}_{language}'

def translation_of(cls):
    class Specific(Translation, cls):
        pass
    return Specific

class Registry:
    def __init__(self):
        self._registry = {}
    def register(self, model, names):
        if model in self._registry:
            raise Taken(model)
        self._registry[model] = names
        try:
            self.add(model)
        except Exception:
            del self._registry[model]
            raise
    def add(self, model):
        if model._meta.proxy or model._meta.abstract:
            return
        for name in self._registry[model]:
            field = cast(Field, model._meta.get_field(name))
            if not isinstance(field, (CharField, IntegerField)):
                raise Taken(name)
            for language in ('en', 'de'):
                made = translation_of(field.__class__)(field, language)
                model.add_to_class(made.name, made)

registry = Registry()

def register(model, *names):
    def wrapper(options):
        registry.register(model, names)
        return options
    return wrapper

def discover():
    for config in apps.get_app_configs():
        before = copy.copy(registry._registry)
        try:
            import_module('%s.translation' % config.name)
        except ImportError:
            registry._registry = before
            if module_has_submodule(config.module, 'translation'):
                raise
`,
      'shop/models.py': `
from django.db import models
class Named(models.Model):
    name = models.CharField(max_length=9)
    class Meta:
        abstract = True
class Book(Named): pass
class Other(Named): pass
`,
      'shop/translation.py': `
from translated.registry import register
from shop.models import Book
@register(Book, 'name')
class BookOptions: pass
`,
    };
    assert.deepEqual(await fields(files), ['Book: name id name_en name_de', 'Other: name id']);
  });

  it('told where code adds them perhaps', async () => {
    const told = await answerOf(
      {
        'shop/models.py':
          'from django.db import models\nfrom elsewhere import wanted\nclass Book(models.Model): pass\nif wanted():\n    Book.add_to_class("extra", models.TextField())\nBook.add_to_class("sure", models.TextField())\n',
      },
      (project) => project.models().problems.map(({ what, why }) => `${what}: ${why}`),
    );
    assert.deepEqual(told, [
      "'extra' of the model shop.models.Book: code adds it only under a condition that is not known without running it",
    ]);
  });

  it('of which a branch that is not likely to run has some', async () => {
    assert.deepEqual(
      await fields({
        'shop/models.py': `
from django.db import models
try:
    from shop import extras
except ImportError:
    extras = None
try:
    import not_there
except ImportError:
    not_there = None
def extended():
    return False
class Book(models.Model):
    if extended():
        more = models.IntegerField()
    else:
        less = models.IntegerField()
    if extras:
        found = models.IntegerField()
    if not_there:
        lost = models.IntegerField()
`,
        'shop/extras.py': '',
      }),
      ['Book: less found id'],
    );
  });
});

describe('models', () => {
  it('stand in other classes, too', async () => {
    assert.deepEqual(
      await fields({
        'shop/models.py': 'from django.db import models\nclass Outer:\n    class Inner(models.Model):\n        pass\n',
      }),
      ['Inner: id'],
    );
  });

  it('are swapped by a setting that is likely to be set', async () => {
    const swapped = (settings: string) =>
      answerOf(
        {
          'config/more.py': settings,
          'config/settings.py': "from config.more import *\nINSTALLED_APPS = ['shop']\n",
          'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n",
          'shop/models.py':
            "from django.db import models\nclass Book(models.Model):\n    class Meta:\n        swappable = 'BOOK'\n",
        },
        (project) => project.models().list.map((model) => `${model.name}: ${model.swapped}`),
      );
    assert.deepEqual(await swapped("BOOK = 'shop.Other'\n"), ['Book: BOOK']);
    assert.deepEqual(await swapped("import os\nif os.environ.get('OTHER'):\n    BOOK = 'shop.Other'\n"), [
      'Book: undefined',
    ]);
  });

  it('have managers of querysets, in all the ways to make these', async () => {
    const files = {
      'shop/models.py': `
from django.db import models
class BookQuerySet(models.QuerySet):
    pass
class BookManager(models.Manager):
    pass
Made = models.Manager.from_queryset(BookQuerySet)
class Derived(Made):
    pass
class Inline(BookManager.from_queryset(BookQuerySet)):
    pass
class Book(models.Model):
    a = BookQuerySet.as_manager()
    b = Made()
    c = Derived()
    d = Inline()
    e = BookManager.from_queryset(BookQuerySet)()
    f = Derived.from_queryset(BookQuerySet)()
class Plain(models.Model):
    pass
`,
    };
    assert.deepEqual(await described(files, 'shop', managers), ['Book: a b c d e f', 'Plain: objects']);
  });
});
