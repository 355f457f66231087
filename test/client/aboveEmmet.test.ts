import * as assert from 'node:assert';
import type * as emmet from '../../client/aboveEmmet';
import { loadClient } from './load';

describe('the variable or tag that is open at the cursor', () => {
  const { openDelimiter } = loadClient<typeof emmet>('aboveEmmet', {});

  it('begins at its delimiter', () => {
    assert.strictEqual(openDelimiter('<p>{{ order.lines.'), 3);
    assert.strictEqual(openDelimiter('{{ order }}{% if order.'), 11);
    assert.strictEqual(openDelimiter('{%'), 0);
  });

  it('is none outside of them', () => {
    assert.strictEqual(openDelimiter('ul.list'), undefined);
    assert.strictEqual(openDelimiter('{{ order }}p.'), undefined);
    assert.strictEqual(openDelimiter('{% if order %}p.'), undefined);
  });
});
