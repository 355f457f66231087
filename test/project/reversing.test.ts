import * as assert from 'node:assert';
import { regexParameters, routeParameters } from '../../server/project/urls/pattern';
import { acceptedBy } from '../../server/project/urls/reversing';

/** Which of some arguments a route can be reversed with; undefined where it does not tell. */
function accepted(route: string, isRegex: boolean, ...given: (number | string)[]): (number | string)[] | undefined {
  const { names, unnamed } = isRegex ? regexParameters(route) : routeParameters(route);
  const found = acceptedBy({ route, parameters: names, unnamed });
  return (
    found &&
    given.filter((one) =>
      found.accepts(
        typeof one === 'number'
          ? { positional: one, keywords: [] }
          : { positional: 0, keywords: one.split(' ').filter((name) => name !== '') },
      ),
    )
  );
}

describe('what a route is reversed with', () => {
  it('is a value for each parameter, or their names', () => {
    assert.deepStrictEqual(accepted('a/', false, 0, 1, 'pk'), [0]);
    assert.deepStrictEqual(accepted('a/<int:pk>/<b>/', false, 0, 1, 2, 3, 'pk', 'pk b', 'b pk', 'pk b c'), [
      2,
      'pk b',
      'b pk',
    ]);
  });

  it('follows the groups of a regular expression', () => {
    assert.deepStrictEqual(accepted('^a/(?P<pk>[(|)]+)/$', true, 0, 1, 'pk'), [1, 'pk']);
    assert.deepStrictEqual(accepted('^(?P<app>auth|shop)/$', true, 0, 1, 'app'), [1, 'app']);
    assert.deepStrictEqual(accepted('^(\\d+)/(\\w*)/$', true, 1, 2, 'a'), [2]);
    assert.deepStrictEqual(accepted('^(?:a/)?(\\d+)/$', true, 1), undefined);
  });

  it('is not known where groups may be left out, stand in each other or have no name beside others', () => {
    for (const route of [
      '^a/(?P<b>\\d+)?$',
      '^(?:(?P<b>\\d+)/)?$',
      '^(?P<b>a(?P<c>b))$',
      '^(?P<b>a)/(c)$',
      '^(a)|(b)$',
    ])
      assert.strictEqual(accepted(route, true, 0, 1), undefined, route);
  });
});
