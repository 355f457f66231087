import * as assert from 'node:assert';
import type { ProjectLibrary } from '../../server/project/libraries/libraries';
import { answerOf } from './open';

/** The tags and filters of a library: with the block that a tag opens, its branches and ends. */
function describeLibrary(library: ProjectLibrary | undefined): string[] {
  if (library === undefined) return ['no library'];
  return [
    ...[...library.tags.values()].map(({ name, kind, block, certain }) => {
      const parts = block ? [...block.branches, ...block.ends].join('|') : '';
      return `${kind} ${name}${parts && ` … ${parts}`}${block?.raw ? ' (raw)' : ''}${certain ? '' : ' ?'}`;
    }),
    ...[...library.filters.keys()].map((name) => `filter ${name}`),
    ...(library.certain ? [] : ['not certain']),
  ];
}

async function library(text: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return answerOf(
    { 'shop/templatetags/tags.py': `from django import template\nregister = template.Library()\n${text}`, ...files },
    (project) => describeLibrary(project.libraries().byName.get('tags')),
  );
}

describe('tag libraries are read', () => {
  it('registered by decorators and by calls, with and without names', async () => {
    assert.deepEqual(
      await library(`
@register.filter
def a(value): return value
@register.filter(name='b')
def b_filter(value, arg): return value
@register.filter('c', is_safe=True)
def c_filter(value): return value
def plain(value): return value
register.filter(plain)
register.filter('d', plain)
register.filter('e', lambda value: value)
@register.simple_tag
def f(x): return x
@register.simple_tag(takes_context=True, name='g')
def g_tag(context): return ''
@register.inclusion_tag('shop/h.html')
def h(x): return {}
register.inclusion_tag('shop/i.html', name='i')(h)
register.simple_tag(plain)
@register.simple_block_tag
def j(content): return content
@register.simple_block_tag(end_name='over')
def k(content): return content
`),
      [
        'simple f',
        'simple g',
        'inclusion h',
        'inclusion i',
        'simple plain',
        'simple_block j … endj',
        'simple_block k … over',
        'filter a',
        'filter b',
        'filter c',
        'filter plain',
        'filter d',
        'filter e',
      ],
    );
  });

  it('with compile functions, their ends found from what they parse until', async () => {
    assert.deepEqual(
      await library(`
@register.tag
def one(parser, token):
    return Node()
@register.tag('two')
def do_two(parser, token):
    nodelist = parser.parse(('endtwo',))
    parser.delete_first_token()
    return Node(nodelist)
def three(parser, token):
    first = parser.parse(('middle', 'endthree'))
    if parser.next_token().contents == 'middle':
        second = parser.parse(('endthree',))
        parser.delete_first_token()
    return Node()
register.tag('three', three)
register.tag(three)
@register.tag
def four(parser, token):
    name = token.split_contents()[0]
    nodelist = parser.parse([f'end{name}'])
    return Node(nodelist)
@register.tag
def five(parser, token):
    parser.skip_past('endfive')
    return Node()
class Base(Node):
    @classmethod
    def handle(cls, parser, token):
        name, *rest = token.split_contents()
        nodelist = parser.parse((f'end{name}',))
        return cls(nodelist)
class Six(Base): ...
register.tag('six', Six.handle)
`),
      [
        'compiled one',
        'compiled two … endtwo',
        'compiled three … middle|endthree',
        'compiled four … endfour',
        'compiled five … endfive (raw)',
        'compiled six … endsix',
      ],
    );
  });

  it('made by loops, by other modules, and by what nobody can follow', async () => {
    assert.deepEqual(await library("for n in ('x', 'y'):\n    register.filter(n, str)\n"), ['filter x', 'filter y']);
    assert.deepEqual(
      await library('from shop.more import register\n@register.filter\ndef own(value): return value\n', {
        'shop/more.py':
          'from django import template\nregister = template.Library()\n@register.filter\ndef other(value): return value\n',
      }),
      ['filter other', 'filter own'],
    );
    assert.deepEqual(await library('register.filter(name(), str)\n'), ['not certain']);
    assert.deepEqual(await library('register = None\n'), ['not certain']);
  });

  it('by decorators that are given the register', async () => {
    const files = {
      'shop/blocks.py': `from functools import wraps
from inspect import getfullargspec, unwrap
def block_tag(library, func=None, name=None, end_name=None):
    def decorator(func):
        nonlocal end_name
        params, varargs, *_ = getfullargspec(unwrap(func))
        function_name = name or func.__name__
        if end_name is None:
            end_name = f'end{function_name}'
        @wraps(func)
        def compile(parser, token):
            nodes = parser.parse((end_name,))
            parser.delete_first_token()
            return nodes
        library.tag(function_name, compile)
        return func
    if func is None:
        return decorator
    return decorator(func)
`,
    };
    const start = 'from shop.blocks import block_tag\n';
    assert.deepEqual(await library(`${start}@block_tag(register)\ndef box(content): return content\n`, files), [
      'compiled box … endbox',
    ]);
    const unknown = 'import os\n@os.environ["X"](register)\ndef box(content): return content\n';
    assert.deepEqual(await library(unknown, files), ['not certain']);
  });

  it('of a register that several modules fill', async () => {
    const found = await answerOf(
      {
        'shop/registry.py': 'from django import template\nregister = template.Library()\n',
        'shop/tags/__init__.py': '',
        'shop/tags/time.py':
          "from ..registry import register\n@register.filter(name='ago')\ndef since(value): return value\n",
        'shop/templatetags/tags.py':
          'from shop.registry import register\nfrom shop.tags import time\n@register.simple_tag\ndef one(): return 1\n',
        'shop/templatetags/base.py':
          'from django import template\nregister = template.Library()\n@register.simple_tag\ndef first(): return 1\n',
        'shop/templatetags/more.py': 'from .base import register\n@register.simple_tag\ndef second(): return 2\n',
        'shop/templatetags/always.py':
          'from django.template.defaultfilters import register\n@register.filter\ndef everywhere(value): return value\n',
      },
      (project) => {
        const { byName, builtins } = project.libraries();
        return {
          ...Object.fromEntries(
            ['tags', 'base', 'more'].map((name) => [name, describeLibrary(byName.get(name)).sort()]),
          ),
          builtins: builtins.filter(({ filters }) => filters.has('everywhere')).map(({ module }) => module),
        };
      },
    );
    assert.deepEqual(found, {
      tags: ['filter ago', 'simple one'],
      base: ['simple first', 'simple second'],
      more: ['simple first', 'simple second'],
      builtins: ['django.template.defaultfilters'],
    });
  });

  it('by the names that templates load them by', async () => {
    const text = 'from django import template\nregister = template.Library()\n';
    const found = await answerOf(
      {
        'shop/templatetags/tags.py': text,
        'shop/templatetags/deep/__init__.py': '',
        'shop/templatetags/deep/more.py': text,
        'shop/templatetags/helpers.py': 'x = 1',
        'shop/own.py': `${text}register.filter('always', str)`,
        'shop/named.py': text,
        'config/settings.py':
          "INSTALLED_APPS = ['shop', 'django.contrib.humanize']\nROOT_URLCONF = 'config.urls'\nTEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True, 'OPTIONS': {'builtins': ['shop.own'], 'libraries': {'given': 'shop.named'}}}]\n",
      },
      (project) => ({
        names: [...project.libraries().byName.keys()].sort(),
        builtins: project.libraries().builtins.map(({ module }) => module),
        certain: project.libraries().certain,
      }),
      ['humanize'],
    );
    assert.deepEqual(found, {
      names: ['cache', 'deep.more', 'given', 'humanize', 'i18n', 'l10n', 'log', 'static', 'tags', 'tz'].filter(
        (name) => name !== 'log',
      ),
      builtins: [
        'django.template.defaulttags',
        'django.template.defaultfilters',
        'django.template.loader_tags',
        'shop.own',
      ],
      certain: true,
    });
  });
});
