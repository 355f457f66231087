import * as assert from 'node:assert';
import { definition } from '../../server/features/definition';
import { kinds } from '../../server/symbols/kinds';
import { expectedMarks, inEachEnvironment, showMarks, surviveTruncation } from '../fixture';

/**
 * Goes to the definition from `$0`; the marks are where it leads.
 * @param elsewhere places in no file of the fixture: `django/template/defaulttags.py: url`
 */
async function checkDefinition(fixture: string, ...elsewhere: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const found = await opened.ask(path, (view) => definition(view, offset, kinds));
    assert.strictEqual(showMarks(opened, found?.locations ?? []), expectedMarks(opened, elsewhere));
  });
}

describe('definition', () => {
  it('of a route, in {% url %}', () =>
    checkDefinition(`
      //- shop/urls.py
      from django.urls import path
      from . import views
      app_name = 'shop'
      urlpatterns = [path('', views.index, name='[|index|]')]
      //- shop/templates/shop/page.html
      <a href="{% url 'shop:in$0dex' %}">
    `));

  it('of a template', () =>
    checkDefinition(`
      //- shop/templates/shop/base.html
      [||]<html>
      //- shop/templates/shop/page.html
      {% extends "shop/$0base.html" %}
    `));

  it('of a tag of Django', () =>
    checkDefinition(
      `
      //- django:
      //- templates/page.html
      {% u$0rl 'x' %}
    `,
      'django/template/defaulttags.py: url',
    ));

  surviveTruncation();
});
