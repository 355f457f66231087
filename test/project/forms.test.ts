import * as assert from 'node:assert';
import { answerOf } from './open';

const models = `
from django.db import models
class Tag(models.Model):
    pass
class Book(models.Model):
    tags = models.ManyToManyField(Tag)
    title = models.CharField(max_length=9)
    slug = models.SlugField(editable=False)
    made = models.DateTimeField(auto_now_add=True)
    data = models.BinaryField()
    price = models.IntegerField()
`;

const users = `
import os
from django.db import models
from django.contrib.auth.base_user import AbstractBaseUser
class Member(AbstractBaseUser):
    USERNAME_FIELD = 'name'
    EMAIL_FIELD = 'mail'
    name = models.CharField(max_length=9)
    mail = models.EmailField()
class Guest(AbstractBaseUser):
    email = models.EmailField()
def maybe(model):
    if os.environ.get('NONE'):
        return None
    return model
`;

/** Each form of shop/forms.py with its fields. */
async function forms(text: string): Promise<Record<string, string>> {
  const files = {
    'shop/models.py': models,
    'shop/users.py': users,
    '.venv/lib/python3.12/site-packages/django/contrib/auth/base_user.py': `
from django.db import models
class AbstractBaseUser(models.Model):
    class Meta:
        abstract = True
    @classmethod
    def get_email_field_name(cls):
        return cls.EMAIL_FIELD
`,
    'shop/forms.py': `from django import forms\nfrom shop.models import *\n${text}`,
  };
  return answerOf(files, (project) =>
    Object.fromEntries(
      project.forms().list.map(({ value, fields }) => [value.qualifiedName, fields.map(({ name }) => name).join(' ')]),
    ),
  );
}

describe('forms are read', () => {
  it('with the fields of their bases, without those set to None', async () => {
    assert.deepEqual(
      await forms(`
class Plain:
    lost = forms.CharField()
class First(forms.Form):
    a = forms.CharField()
    b = forms.CharField()
class Second(Plain, First):
    c = forms.CharField()
    a = forms.IntegerField()
    b = None
`),
      { First: 'a b', Second: 'a c' },
    );
  });

  it('of models, with the fields that Meta names, all, or all but some', async () => {
    assert.deepEqual(
      await forms(`
class All(forms.ModelForm):
    class Meta:
        model = Book
        fields = '__all__'
class Some(forms.ModelForm):
    extra = forms.CharField()
    class Meta:
        model = Book
        fields = ['price', 'extra', 'title']
class Other(Some):
    class Meta(Some.Meta):
        fields = None
        exclude = ['tags']
class Base(forms.ModelForm):
    pass
`),
      { All: 'tags title price', Some: 'price extra title', Other: 'title price extra', Base: '' },
    );
  });

  it('that a function makes of some fields of a model', async () => {
    assert.deepEqual(
      await forms(`
from django.forms.models import fields_for_model
def part_of(model, fields):
    made = fields_for_model(model, fields=fields, exclude=['made'])
    for field in made.values():
        field.required = False
    return type('Part', (forms.Form,), made)
class BookForm(part_of(Book, ['title', 'price', 'made']), forms.Form):
    more = forms.CharField()
class OpenForm(part_of(Book, unknown()), forms.Form):
    more = forms.CharField()
`),
      { BookForm: 'title price more', OpenForm: 'more' },
    );
  });

  it('of users, with the names that these say', async () => {
    const list = await forms(`
from shop.users import Member, Guest, maybe
Chosen = maybe(Member)
class Names(forms.ModelForm):
    class Meta:
        model = Chosen
        fields = [Member.USERNAME_FIELD, Member.get_email_field_name()]
class Others(forms.ModelForm):
    class Meta:
        model = Guest
        fields = [Guest.get_email_field_name()]
`);
    assert.deepEqual(list, { Names: 'name mail', Others: 'email' });
  });

  it('not where Meta is not known', async () => {
    assert.deepEqual(
      await forms(`
class Unknown(forms.ModelForm):
    class Meta:
        model = Book
        fields = unknown()
`),
      {},
    );
  });
});
