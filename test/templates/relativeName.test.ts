import { strict as assert } from 'node:assert';
import { resolveTemplateName } from '../../server/templates/relativeName';

describe('resolveTemplateName', () => {
  it('leaves full names alone', () => {
    assert.deepEqual(resolveTemplateName('a/b.html', 'c.html', 'extends'), { name: 'c.html' });
    assert.deepEqual(resolveTemplateName('a/b.html', '.c.html', 'extends'), { name: '.c.html' });
  });

  it('resolves relative names', () => {
    assert.deepEqual(resolveTemplateName('a/b/c.html', './d.html', 'extends'), { name: 'a/b/d.html' });
    assert.deepEqual(resolveTemplateName('a/b/c.html', '../x/../d.html', 'include'), { name: 'a/d.html' });
    assert.deepEqual(resolveTemplateName('c.html', './d.html', 'include'), { name: 'd.html' });
  });

  it('refuses what Django refuses', () => {
    assert.deepEqual(resolveTemplateName('a/c.html', '../../d.html', 'include'), { problem: 'outside' });
    assert.deepEqual(resolveTemplateName('a/c.html', './c.html', 'extends'), { problem: 'itself' });
    assert.deepEqual(resolveTemplateName('a/c.html', './c.html', 'include'), { name: 'a/c.html' });
  });
});
