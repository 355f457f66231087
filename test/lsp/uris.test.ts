import * as assert from 'node:assert';
import { pathOf, pathOfFile, uriOf } from '../../server/lsp/uris';

describe('paths and URIs', () => {
  it('go there and back', () => {
    const pairs: [string, string][] = [
      ['file:///home/me/a%20b/%C3%A9.html', '/home/me/a b/é.html'],
      ['file:///home/me/', '/home/me'],
      ['vscode-vfs://github/owner/repo/a%20b.py', 'vscode-vfs://github/owner/repo/a b.py'],
    ];
    for (const [uri, path] of pairs) {
      assert.equal(pathOf(uri), path);
      assert.equal(pathOf(uriOf(path)), path);
    }
  });

  it('take a file as its own system names it', () => {
    assert.equal(pathOfFile('C:\\Python\\python.exe'), 'c:/Python/python.exe');
    assert.equal(pathOfFile('/usr/bin/python3'), '/usr/bin/python3');
  });
});
