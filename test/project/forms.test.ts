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

/** Each form of shop/forms.py with its fields. */
async function forms(text: string): Promise<Record<string, string>> {
  const files = {
    'shop/models.py': models,
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
