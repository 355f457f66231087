import * as assert from 'node:assert';
import type { Project } from '../../server/project/project';
import { answerOf } from './open';

const files = {
  'shop/models.py': `
from django.db import models
from django.db.models.functions import Length
class ShopQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed=False)
    def _hidden(self):
        return self
class ShopManager(models.Manager):
    def near(self, place):
        return self.filter(place=place)
class Shop(models.Model):
    KINDS = [('a', 'A')]
    kind = models.CharField(max_length=1, choices=KINDS)
    founded = models.DateField()
    closed = models.DateField(null=True)
    objects = ShopManager.from_queryset(ShopQuerySet)()
    open_ones = ShopQuerySet.as_manager()
    def label(self):
        return self.kind
    @property
    def age(self):
        return 1
class Stall(Shop):
    pass
class Book(models.Model):
    shop = models.ForeignKey(Shop, models.CASCADE)
    isbn = models.CharField(max_length=13, primary_key=True)
    class Meta:
        order_with_respect_to = 'shop'
`,
  'shop/lookups.py': `
from django.db.models import CharField, Field, Lookup, Transform
@Field.register_lookup
class NotEqual(Lookup):
    lookup_name = 'ne'
class Upper(Transform):
    lookup_name = 'upper'
CharField.register_lookup(Upper)
CharField.register_lookup(Upper, 'loud')
`,
  'shop/apps.py': `
from django.apps import AppConfig
class ShopConfig(AppConfig):
    name = 'shop'
    def ready(self):
        from shop import lookups
`,
};

const ask = <T>(answer: (project: Project) => T) => answerOf(files, answer);
const lines = (project: Project, label: string) =>
  [...project.modelMembers(label).values()].map(({ name, kind }) => `${name}: ${kind}`);

describe('a model has', () => {
  it('its fields, managers and methods, and what Django adds to these', async () => {
    assert.deepEqual(await ask((project) => lines(project, 'shop.Shop')), [
      'kind: field',
      'founded: field',
      'closed: field',
      'id: field',
      'objects: manager',
      'open_ones: manager',
      'stall: reverse',
      'book_set: reverse',
      'KINDS: attribute',
      'label: attribute',
      'age: attribute',
      'get_kind_display: display',
      'get_next_by_founded: next',
      'get_previous_by_founded: previous',
      'pk: pk',
      'get_book_order: order',
      'set_book_order: order',
      'DoesNotExist: exception',
      'MultipleObjectsReturned: exception',
    ]);
    assert.deepEqual(await ask((project) => lines(project, 'shop.Book')), [
      'shop: field',
      'isbn: field',
      '_order: field',
      'objects: manager',
      'shop_id: attname',
      'pk: pk',
      'get_next_in_order: order',
      'get_previous_in_order: order',
      'DoesNotExist: exception',
      'MultipleObjectsReturned: exception',
    ]);
  });

  it('the accessors of its parents', async () => {
    const stall = await ask((project) => [...project.modelMembers('shop.Stall').keys()]);
    assert.deepEqual(
      ['stall', 'book_set', 'shop_ptr', 'label', 'get_kind_display'].filter((name) => stall.includes(name)).length,
      5,
    );
  });

  it('a place for each of them', async () => {
    const lost = await ask((project) =>
      [...project.modelMembers('shop.Shop').values()].filter(({ place }) => !place).map(({ name }) => name),
    );
    assert.deepEqual(lost, []);
  });

  it('managers with the methods of their querysets', async () => {
    const members = (name: string) => ask((project) => [...project.managerMembers('shop.Shop', name).keys()]);
    assert.deepEqual(await members('objects'), ['near', 'open']);
    assert.deepEqual(await members('open_ones'), ['open']);
  });

  it('fields with lookups of Django and of the project', async () => {
    const lookups = (name: string) => ask((project) => project.fieldLookups('shop.Shop', name));
    const kind = await lookups('kind');
    assert.equal(kind.get('icontains')?.class, 'django.db.models.lookups.IContains');
    assert.equal(kind.get('ne')?.class, 'shop.lookups.NotEqual');
    assert.equal(kind.get('loud')?.isTransform, true);
    const link = await ask((project) => project.fieldLookups('shop.Book', 'shop'));
    assert.deepEqual([link.has('isnull'), link.has('icontains'), link.has('ne')], [true, false, false]);
    const id = await lookups('id');
    assert.deepEqual([id.has('gte'), id.has('ne')], [true, true]);
    const founded = await lookups('founded');
    assert.deepEqual(
      ['year', 'ne', 'upper', 'hour'].filter((name) => founded.has(name)),
      ['year', 'ne'],
    );
  });
});
