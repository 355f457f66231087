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

  it('are part of the file’s name to an older Django', () =>
    checkRule(
      'template-not-found',
      `
      //- django: auth
      //- shop/templates/shop/page.html
      {% include "[|shop/other.html#row|]" %}{% include "shop/other.html" %}
      //- shop/templates/shop/other.html
      <p>
    `,
      "No template is named 'shop/other.html#row': partials behind '#' came with Django 6.0.",
    ));

  it('have one definition for each name', () =>
    checkRule('template-structure', page('{% partialdef [|row|] %}{% endpartialdef %}')));

  surviveTruncation();
});
