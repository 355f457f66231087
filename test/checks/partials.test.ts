import { surviveTruncation } from '../fixture';
import { checkClean, checkRule } from './check';

/** Without an environment, which means the newest Django: it has partials. */
const page = (text: string, python = '') => `
//- django: none
//- shop/templates/shop/page.html
{% partialdef row %}<li>{{ book }}</li>{% endpartialdef row %}{% partialdef cell inline %}<td>{% endpartialdef %}
${text}
//- shop/views.py
from django.shortcuts import render
${python}`;

describe('partials of Django 6', () => {
  it('are tags', () => checkClean(page('{% partial row %}{% partial cell %}')));

  it('can be named behind the template that has them', () =>
    checkClean(page('{% include "shop/page.html#row" %}', "render(request, 'shop/page.html#row')")));

  it('do not hide that the template is missing', () =>
    checkRule(
      'template-not-found',
      page('{% include "[|shop/other.html#row|]" %}', "render(request, '[|shop/other.html#row|]')"),
    ));

  it('have one definition for each name', () =>
    checkRule('template-structure', page('{% partialdef [|row|] %}{% endpartialdef %}')));

  surviveTruncation();
});
