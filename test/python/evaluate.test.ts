import * as assert from 'node:assert';
import { extractPython } from '../../server/facts/python';
import { evaluateModule } from '../../server/python/evaluate';
import { resolve } from '../../server/python/resolve';
import type { Namespace, World } from '../../server/python/world';
import { show } from './show';

/** Modules by their path below /p; evaluates them when they are asked for, as a project does. */
function open(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}): World {
  const facts = new Map(Object.entries(files).map(([path, text]) => [`/p/${path}`, extractPython(text)]));
  const pathOf = (module: string) => {
    const below = module.replaceAll('.', '/');
    const paths = ['/p', '/p/site-packages'].flatMap((root) => [`${root}/${below}.py`, `${root}/${below}/__init__.py`]);
    return paths.find((one) => facts.has(one));
  };
  const known = new Map<string, Namespace | undefined>();
  const folders = new Map<string, Map<string, boolean>>();
  for (const path of facts.keys()) {
    let isFolder = false;
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const folder = at.slice(0, at.lastIndexOf('/')) || '/';
      folders.set(folder, (folders.get(folder) ?? new Map()).set(at.slice(at.lastIndexOf('/') + 1), isFolder));
      isFolder = true;
    }
  }
  const hasModule = (module: string) =>
    pathOf(module) !== undefined || ['os', 'pathlib', 'sys', 'copy'].includes(module);
  const world: World = {
    namespace(module) {
      if (known.has(module)) return known.get(module);
      known.set(module, undefined);
      const path = pathOf(module);
      if (path === undefined) return undefined;
      const isPackage = path.endsWith('/__init__.py');
      const namespace = evaluateModule({ module, path, isPackage, unit: facts.get(path)!.outline.module }, world);
      known.set(module, namespace);
      return namespace;
    },
    hasModule,
    moduleWithin(dotted) {
      for (let at = dotted; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) if (hasModule(at)) return at;
      return '';
    },
    body(path, id) {
      const outer = id.split('.<locals>.').map((_, i, names) => names.slice(0, i + 1).join('.<locals>.'));
      return extractPython(files[path.slice('/p/'.length)], new Set(outer)).outline.bodies[id];
    },
    directory: (path) => folders.get(path),
    environmentVariable: (name) => variables[name],
    known: () => undefined,
    assigned: (_name, value) => value,
    knownCall: () => undefined,
  };
  return world;
}

/** What the names in capitals of a module are, a line for each. */
function names(world: World, module: string): string[] {
  const namespace = world.namespace(module);
  assert.ok(namespace, `${module} is read`);
  return [...namespace.names]
    .filter(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name))
    .map(([name, value]) => `${name} = ${show(resolve(value, world))}`);
}

/** Checks what the names in capitals of one module are. */
function check(text: string, expected: readonly string[], variables?: Readonly<Record<string, string>>): void {
  assert.deepEqual(names(open({ 'm.py': text }, variables), 'm'), expected);
}

/** The same for the module `m` among others. */
function checkFiles(files: Readonly<Record<string, string>>, expected: readonly string[]): void {
  assert.deepEqual(names(open(files), 'm'), expected);
}

describe('settings are read', () => {
  it('through star imports, over each other', () => {
    checkFiles(
      {
        'base.py': "A = ['x']\nB = 1\n_hidden = 2\n",
        'more.py': 'from base import *\nB = 2\nC = A\n',
        'm.py': "from more import *\nA = A + ['y']\n",
      },
      ["A = ['x', 'y']", 'B = 2', "C = ['x']"],
    );
  });

  it('through relative star imports and __all__', () => {
    checkFiles(
      {
        's/__init__.py': '',
        's/base.py': "__all__ = ['A', 'b']\nA = 1\nB = 2\nb = 3",
        'm.py': 'from s.dev import *',
        's/dev.py': 'from .base import *\nC = b',
      },
      ['A = 1', 'C = 3'],
    );
  });

  it('with a star import that is missing', () => {
    const world = open({ 'm.py': 'from .local import *\nfrom gone import *\nA = B\n' });
    assert.deepEqual(names(world, 'm'), ["A = <'B' may come from 'from gone import *', which cannot be read>"]);
    assert.deepEqual(
      world.namespace('m')!.unreadStars.map(({ module }) => module),
      ['local', 'gone'],
    );
  });

  it('with arithmetic of lists and tuples', () => {
    check("A = ['a'] + ['b'] + list(('c',))\nB = ('a',) + ('b',)\nC = ['x', *A[1:], 'y']\nD = A[-1]\nE = A[:1]", [
      "A = ['a', 'b', 'c']",
      "B = ('a', 'b')",
      "C = ['x', 'b', 'c', 'y']",
      "D = 'c'",
      "E = ['a']",
    ]);
  });

  it('with lists changed in place', () => {
    check(
      "A = ['b']\nA.append('c')\nA.extend(['d', 'e'])\nA.insert(0, 'a')\nA.remove('d')\nA += ['f']\nA[1] = 'B'\nA.insert(-1, 'z')",
      ["A = ['a', 'B', 'c', 'e', 'z', 'f']"],
    );
    check("A = ['a', 'c']\nA.insert(A.index('c'), 'b')\nB = A\nB.append('d')\ndel A[0]\nA.pop()", [
      "A = ['b', 'c']",
      "B = ['b', 'c']",
    ]);
    check("A = ['a', 'b', 'c']\nA[1:2] = ['x', 'y']\nA[0:0] = ['first']\nA.reverse()", [
      "A = ['c', 'y', 'x', 'a', 'first']",
    ]);
  });

  it('with dicts', () => {
    check(
      "D = {'a': 1, **{'b': 2}}\nD['c'] = 3\nD.update(d=4)\nD.setdefault('a', 9)\nD.setdefault('e', 5)\ndel D['b']\nX = D.get('zz', 0)\nY = D['a']\nD |= {'a': 7}",
      ["D = {'a': 7, 'c': 3, 'd': 4, 'e': 5}", 'X = 0', 'Y = 1'],
    );
    check(
      "T = [{'DIRS': [], 'OPTIONS': {'loaders': ['a']}}]\nT[0]['DIRS'].append('x')\nT[0]['OPTIONS']['loaders'] += ['b']\nT[0]['OPTIONS']['c'] = 1",
      ["T = [{'DIRS': ['x'], 'OPTIONS': {'loaders': ['a', 'b'], 'c': 1}}]"],
    );
  });

  it('with os.path and pathlib', () => {
    checkFiles(
      {
        'm.py':
          "import os\nfrom os.path import join as j, dirname\nfrom pathlib import Path\nA = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nB = j(dirname(__file__), 'x', '..', 'y')\nC = Path(__file__).resolve().parent / 'templates'\nD = str(C)\nE = C.parents[0].joinpath('z').name\nF = os.path.exists(C)\nG = os.path.join('a', 'b')\nH = (C / '../static').resolve()\nI = sorted(os.listdir(os.path.dirname(__file__)))\n",
      },
      [
        "A = '/'",
        "B = '/p/y'",
        "C = Path('/p/templates')",
        "D = '/p/templates'",
        "E = 'z'",
        'F = False',
        "G = 'a/b'",
        "H = Path('/p/static')",
        "I = ['m.py']",
      ],
    );
  });

  it('with environment variables and their defaults', () => {
    const text = `import os, environ
from decouple import config, Csv
env = environ.Env(DEBUG=(bool, False))
A = os.environ.get('A', 'x')
B = os.environ['B']
C = os.getenv('C')
D = env('DEBUG')
E = env.bool('E', default=True)
F = env('F')
G = config('G', default='a, b', cast=Csv())
H = config('H', default='yes', cast=bool)
I = env.list('I', default=['a'])
J = int(os.environ.get('J', '8'))
`;
    check(text, [
      "A = 'x' | <the environment variable A decides>",
      'B = <the environment variable B decides>',
      'C = None | <the environment variable C decides>',
      'D = False | <the environment variable DEBUG decides>',
      'E = True | <the environment variable E decides>',
      'F = <the environment variable F decides>',
      "G = ['a', 'b'] | <the environment variable G decides>",
      'H = True | <the environment variable H decides>',
      "I = ['a'] | <the environment variable I decides>",
      'J = 8',
    ]);
    check("import os\nA = os.environ.get('A', 'x')\nB = os.environ['B']", ["A = 'y'", "B = 'z'"], { A: 'y', B: 'z' });
  });

  it('with environment variables by way of a reader whose source is at hand', () => {
    checkFiles(
      {
        'environ/__init__.py': 'from .environ import *\n',
        'environ/environ.py': `
import os
class Env:
    def __init__(self, **scheme):
        self.scheme = scheme
    def __call__(self, var, default=None):
        return self.get_value(var, default=default)
    def str(self, var, default=None):
        return self.get_value(var, default=default)
    def get_value(self, var, default=None):
        for name, value in os.environ.items():
            if name == var:
                return value
        return default
`,
        'm.py': `
import environ
class Own(environ.Env):
    pass
env = environ.Env(DEBUG=(bool, False))
A = env('A', default='a/')
B = env.str('B', 'b/')
C = env('DEBUG')
D = Own().str('D', 'd/')
`,
      },
      [
        "A = 'a/' | <the environment variable A decides>",
        "B = 'b/' | <the environment variable B decides>",
        'C = False | <the environment variable DEBUG decides>',
        "D = 'd/' | <the environment variable D decides>",
      ],
    );
  });

  it('with texts that are put together', () => {
    check(
      "n = 'shop'\nA = f'{n}.urls'\nB = '%s.%d' % (n, 1)\nC = '{}-{x}'.format(n, x=2)\nD = n + '.x'\nE = '.'.join([n, 'y'])\nF = f'{unknown()}.z'\nG = 'a b'.split()\nH = __name__.rpartition('.')[2]",
      [
        "A = 'shop.urls'",
        "B = 'shop.1'",
        "C = 'shop-2'",
        "D = 'shop.x'",
        "E = 'shop.y'",
        'F = <a formatted string with a part that is not known>',
        "G = ['a', 'b']",
        "H = 'm'",
      ],
    );
  });

  it('with what a module has from this one, by way of others', () => {
    const world = open({
      'm.py': 'A = 1\nfrom c import *\nD = C\n',
      'b.py': 'from m import A\n',
      'c.py': 'from b import A\nC = 2\n',
    });
    assert.deepEqual(names(world, 'm'), ['A = 1', 'C = 2', 'D = 2']);
  });

  it('with options of a configuration file and their fallbacks', () => {
    check(
      `import configparser, os
class Config:
    def __init__(self, parser):
        self.parser = parser
    def get(self, section, option, *, fallback=None):
        if f'{section}_{option}' in os.environ:
            return os.environ[f'{section}_{option}']
        return self.parser.get(section, option, fallback=fallback)
parser = configparser.RawConfigParser()
parser.read(['shop.cfg'], encoding='utf-8')
A = parser.getboolean('site', 'debug', fallback=False)
B = Config(parser).get('urls', 'static', fallback='/static/')
C = []
if A:
    C.append('debug')
`,
      [
        'A = False | <the configuration file decides>',
        "B = '/static/' | <the configuration file decides> | <the environment variable urls_static decides>",
        "C = ['debug'??]",
      ],
    );
  });

  it('with names that a try needs and nothing binds', () => {
    check(
      "def clean(url): return url or '/'\nA = '/a/'\nB = '/b/'\nBASE = 'x'\ntry:\n    PREFIX = clean(str(PREFIX))\n    A = PREFIX + A\nexcept NameError:\n    pass\ntry:\n    B = clean(BASE + B)\nexcept NameError:\n    pass",
      ["A = '/a/'", "B = 'x/b/' | '/b/'", "BASE = 'x'"],
    );
  });

  it('with texts of other modules in a tuple or list', () => {
    const world = open({
      'slugs.py': "slug = '[a-z]+'\n",
      'm.py': "from slugs import slug\nA = '(%s)/(%s)' % (slug, slug)\nB = '|'.join([slug, 'x'])\n",
    });
    assert.deepEqual(names(world, 'm'), ["A = '([a-z]+)/([a-z]+)'", "B = '[a-z]+|x'"]);
  });

  it('with conditions, both branches marked where nobody knows which one runs', () => {
    check(
      "import os\nDEBUG = os.environ.get('D', False)\nA = ['a']\nif DEBUG:\n    A += ['debug']\n    B = 1\nelse:\n    A.append('live')\n    B = 2\n",
      ['DEBUG = False | <the environment variable D decides>', "A = ['a', 'debug'??, 'live'?]", 'B = 2 | 1'],
    );
    check(
      "A = 1\nif A == 1:\n    B = 'yes'\nelse:\n    B = 'no'\nif A:\n    C = 1\nelif x:\n    C = 2\nD = 'x' if A > 3 else 'y'",
      ['A = 1', "B = 'yes'", 'C = 1', "D = 'y'"],
    );
    check("A = ['a', 'b']\nif unknown():\n    A.remove('b')\nif unknown():\n    A = ['z']", [
      "A = ['a'?, 'b'?, 'z'??]",
    ]);
    check("import sys\nA = []\nif 'test' in sys.argv:\n    A = ['t']\n", ["A = ['t'??]"]);
  });

  it('with imports that may fail', () => {
    checkFiles(
      { 'm.py': "try:\n    from local import *\nexcept ImportError:\n    A = 'none'\n", 'local.py': "A = 'local'" },
      ["A = 'local'"],
    );
    checkFiles({ 'm.py': "try:\n    from local import *\nexcept ImportError:\n    A = 'none'\n" }, ["A = 'none'"]);
    checkFiles(
      {
        'm.py':
          "A = ['x']\ntry:\n    import local\n    A.append('local')\nexcept ImportError:\n    pass\nelse:\n    A.append('else')\n",
        'local.py': '',
      },
      ["A = ['x', 'local', 'else']"],
    );
    checkFiles(
      {
        'm.py':
          'try:\n    from local import thing\n    A = 1\nexcept (ImportError, KeyError) as error:\n    A = 2\nfinally:\n    B = 3\n',
        'local.py': 'other = 1',
      },
      ['A = 2', 'B = 3'],
    );
    checkFiles({ 'm.py': 'try:\n    A = f()\nexcept ValueError:\n    A = 2\n' }, ['A = → builtins.f() | 2']);
  });

  it('with loops and comprehensions', () => {
    check(
      "A = []\nfor name in ['a', 'b', 'c']:\n    if name == 'b':\n        continue\n    A.append('app.' + name)\nB = [x.upper() for x in A if x != 'app.a']\nC = {k: v for k, v in [('a', 1), ('b', 2)]}\nD = [f'{a}{b}' for a in 'xy'.split() for b in ('1', '2')]\nE = tuple(x for x in A)\nF = dict(C, c=3)\nfor i, n in enumerate(A): G = i",
      [
        "A = ['app.a', 'app.c']",
        "B = ['APP.C']",
        "C = {'a': 1, 'b': 2}",
        "D = ['xy1', 'xy2']",
        "E = ('app.a', 'app.c')",
        "F = {'a': 1, 'b': 2, 'c': 3}",
        'G = 1',
      ],
    );
    check("A = []\nfor name in unknown():\n    A.append('x')\nB = ['a'] + [n for n in unknown()]", [
      "A = ['x'?]",
      "B = ['a', <items of a comprehension over a value that is not known>]",
    ]);
  });

  it('with dicts of pairs', () => {
    check(
      "from collections import OrderedDict\nA = OrderedDict((('a', 1), ('b', 2), ('a', 3)))\nB = dict([['a', 1]], b=2)\nC = dict(['ab'])\n",
      ["A = {'a': 3, 'b': 2}", "B = {'a': 1, 'b': 2}", 'C = <a dict of pairs>'],
    );
  });

  it('with helper functions', () => {
    check(
      "import os\nBASE = os.path.dirname(__file__)\ndef here(*parts):\n    return os.path.join(BASE, *parts)\ndef apps(extra=None, *, last='z'):\n    result = ['a']\n    if extra:\n        result.append(extra)\n    return result + [last]\nA = here('x', 'y')\nB = apps()\nC = apps('b', last='c')\n",
      ["BASE = '/p'", "A = '/p/x/y'", "B = ['a', 'z']", "C = ['a', 'b', 'c']"],
    );
  });

  it('with class attributes, inherited ones too', () => {
    const world = open({
      'm.py': "class Base:\n    A = ['a']\n    B = 1\nclass Dev(Base):\n    A = Base.A + ['b']\nX = Dev.A\nY = Dev.B\n",
    });
    assert.deepEqual(names(world, 'm'), ["X = ['a', 'b']", 'Y = 1']);
  });

  it('with recursion and loops without end, which give up', () => {
    check('def f(n):\n    return f(n + 1)\nf(0)\nA = 1\n', ['A = 1']);
    check('while True:\n    A = 1\nB = 2\n', ['A = 1', 'B = 2']);
  });
});

describe('what another module made', () => {
  const shared = {
    'base.py':
      "APPS = ['a']\nTEMPLATES = [{'DIRS': ['d'], 'OPTIONS': {'x': ['o']}}]\nPAIRS = ([1], [2])\nD = {'k': ['v']}\n",
  };
  /** Reads a module that changes what it imported, and checks that the other is as before. */
  function leaves(text: string, expected: readonly string[]): void {
    const world = open({ ...shared, 'm.py': text });
    const before = names(world, 'base');
    assert.deepEqual(names(world, 'm'), expected);
    assert.deepEqual(names(world, 'base'), before, 'base was changed');
    assert.deepEqual(before, names(open(shared), 'base'));
  }

  it('does not change when an import of it is changed', () => {
    leaves("from base import APPS\nAPPS.append('b')\nAPPS += ['c']\n", ["APPS = ['a', 'b', 'c']"]);
    leaves(
      "from base import TEMPLATES\nTEMPLATES[0]['DIRS'].append('e')\nTEMPLATES[0]['OPTIONS']['x'].append('p')\nTEMPLATES[0]['OPTIONS']['y'] = 1",
      ["TEMPLATES = [{'DIRS': ['d', 'e'], 'OPTIONS': {'x': ['o', 'p'], 'y': 1}}]"],
    );
    leaves("import base\nbase.APPS.append('b')\nA = 1", ['A = 1']);
  });

  it('does not change when it stands in another list', () => {
    leaves("from base import APPS, D\nX = [APPS]\nX[0].append('b')\n", [
      "APPS = ['a']",
      "D = {'k': ['v']}",
      "X = [['a', 'b']]",
    ]);
    leaves("from base import TEMPLATES\nX = TEMPLATES + []\nX[0]['DIRS'].append('e')\n", [
      "TEMPLATES = [{'DIRS': ['d'], 'OPTIONS': {'x': ['o']}}]",
      "X = [{'DIRS': ['d', 'e'], 'OPTIONS': {'x': ['o']}}]",
    ]);
    leaves("from base import D\nX = {**D, 'l': 1}\nX['k'].append('w')\n", [
      "D = {'k': ['v']}",
      "X = {'k': ['v', 'w'], 'l': 1}",
    ]);
    leaves('from base import PAIRS\na, b = PAIRS\na.append(3)\nX = a', ['PAIRS = ([1], [2])', 'X = [1, 3]']);
    leaves(
      "from base import TEMPLATES\nfor t in TEMPLATES:\n    t['DIRS'].append('e')\n    t['OPTIONS'].update(z=1)\nX = 1",
      ["TEMPLATES = [{'DIRS': ['d'], 'OPTIONS': {'x': ['o']}}]", 'X = 1'],
    );
    leaves("from base import D\nX = D.get('k')\nX.append('w')\n", ["D = {'k': ['v']}", "X = ['v', 'w']"]);
  });

  it('does not change in a function or branch', () => {
    leaves("from base import APPS\ndef add(apps):\n    apps.append('b')\n    return apps\nX = add(APPS)\n", [
      "APPS = ['a']",
      "X = ['a', 'b']",
    ]);
    leaves("from base import APPS\nif unknown():\n    APPS += ['b']\n", ["APPS = ['a', 'b'??]"]);
    leaves("from base import *\nif unknown():\n    INSTALLED = APPS\n    INSTALLED.append('b')\nX = 1\n", [
      "APPS = ['a']",
      "TEMPLATES = [{'DIRS': ['d'], 'OPTIONS': {'x': ['o']}}]",
      'PAIRS = ([1], [2])',
      "D = {'k': ['v']}",
      "INSTALLED = ['a', 'b'??]",
      'X = 1',
    ]);
  });
});

describe('evaluating knows of types', () => {
  it('what classes derive from, and what metaclass made them', () => {
    check(
      `import missing
class Meta(type): pass
class Other(type): pass
class Base(metaclass=Meta): pass
class Child(Base): pass
class Plain: pass
class Open(missing.Thing): pass
A = issubclass(Child, Base)
B = issubclass(Plain, (Base, Child))
C = issubclass(Open, Base)
D = isinstance(Child, Meta)
E = isinstance(Child, Other)
F = isinstance(Plain, Meta)
G = [one for one in (Child, Plain) if isinstance(one, Meta)]
`,
      [
        'A = True',
        'B = False',
        'C = <what a class derives from>',
        'D = True',
        'E = False',
        'F = False',
        'G = [class m.Child]',
      ],
    );
  });

  it('a function that a call makes a method', () => {
    check(
      `class Base:
    def make(cls): return cls.name
    make = classmethod(make)
class Child(Base):
    name = 'child'
B = Child.make()
`,
      ["B = 'child'"],
    );
  });

  it('the likelier of what a function returns, and the default of what only an unlikely branch sets', () => {
    checkFiles(
      {
        'base.py': "import os\nif os.environ.get('OTHER_MODEL'):\n    MODEL = 'other'\n",
        'm.py': `import base
def swapped(name):
    value = getattr(base, name, 'default')
    if value != 'default':
        return value
    else:
        return False
A = swapped('MODEL') or 'own'
`,
      },
      ["A = 'own' | False | 'default' | 'other'"],
    );
  });

  it('what __getattr__ gives, within the module and from another', () => {
    const defaults = 'A = 1\n';
    const conf = `from . import defaults
class Conf:
    own = 3
    def __getattr__(self, name):
        try:
            return getattr(defaults, name)
        except AttributeError:
            return name
conf = Conf()
def chosen():
    try:
        path = defaults.PATH
        return load(path)
    except AttributeError:
        return 'default'
X = [conf.A, conf.own, conf.other, chosen()]
`;
    checkFiles({ 'p/__init__.py': '', 'p/defaults.py': defaults, 'p/conf.py': conf, 'm.py': 'from p.conf import conf\nA = conf.A\nB = conf.own\n' }, ['A = 1', 'B = 3']); // biome-ignore format: one line
    assert.deepEqual(names(open({ 'p/__init__.py': '', 'p/defaults.py': defaults, 'p/conf.py': conf }), 'p.conf'), [
      "X = [1, 3, 'other', 'default']",
    ]);
  });

  it('an object that a package binds to the name of its own submodule', () =>
    checkFiles(
      {
        'p/__init__.py': 'from .conf import conf\n',
        'p/conf.py': 'class Conf:\n    own = 3\nconf = Conf()\nother = 2\n',
        'm.py':
          'from p import conf\nfrom p.conf import other, conf as same\nA = conf.own\nB = other\nC = same.own\nD = conf.missing\n',
      },
      ['A = 3', 'B = 2', 'C = 3', 'D = class p.conf.Conf().missing'],
    ));

  it('texts that begin with one of several', () =>
    check('A = [a for a in ["ab", "cd", "ef"] if not a.startswith(("a", "e"))]\nB = "x.py".endswith((".js", ".py"))', [
      "A = ['cd']",
      'B = True',
    ]));

  it('names bound by way of globals()', () => {
    const settings = `from base import *
from helper import Names, finish
OWN = ['x']
names = Names(globals())
globals()['SET'] = 1
globals().update({'MORE': 2}, LAST=3)
finish(globals())
names.bind('LATE', OWN)
if unknown():
    globals()['PERHAPS'] = 4
OWN.append('z')
`;
    const helper = `class Names:
    def __init__(self, table):
        self.table = table
    def bind(self, name, value):
        self.table[name] = value + ['y']
def finish(s):
    s.setdefault('OWN', [])
    s['LIST'].append('b')
    s['COPY'] = list(s['LIST'])
    add = lambda n, k: s[n].append(k) if k not in s[n] else None
    add('LIST', 'b')
    add('LIST', 'c')
    s.pop('GONE')
`;
    const found = names(open({ 'm.py': settings, 'helper.py': helper, 'base.py': "LIST = ['a']\nGONE = 1\n" }), 'm');
    assert.deepEqual(found.sort(), [
      "COPY = ['a', 'b']",
      'LAST = 3',
      "LATE = ['x', 'y']",
      "LIST = ['a', 'b', 'c']",
      'MORE = 2',
      "OWN = ['x', 'z']",
      'PERHAPS = 4 | <only an unlikely branch gives it a value>',
      'SET = 1',
    ]);
    const within = "TABLE = globals()\nHELD = {'table': [TABLE], 'x': 1}\n";
    const other = 'from m import HELD, TABLE\nHELD["y"] = 2\nTABLE["NEW"] = 1\nA = HELD["x"]\n';
    assert.ok(names(open({ 'm.py': within, 'n.py': other }), 'n').includes('A = 1'));
    assert.ok(names(open({ 'm.py': `${within}import n\n`, 'n.py': other }), 'm').length >= 2);
    const effects = (text: string) =>
      open({ 'm.py': text })
        .namespace('m')
        ?.effects.map(({ callee }) => callee.kind === 'ref' && callee.dotted);
    assert.deepEqual(effects('globals().update(more())'), ['builtins.more', 'builtins.globals']);
    assert.deepEqual(effects('change(globals())'), ['builtins.globals', 'builtins.change']);
  });

  it('what filter() leaves and map() makes', () =>
    check(
      `A = list(filter(None, (part.strip() for part in " , b".split(","))))
B = [x for x in filter(lambda x: x > 1, [1, 2, 3])]
C = tuple(map(str.upper, ["a"])), tuple(map(lambda x: x + "!", ["a", "b"]))
for x in filter(None, "".split(",")):
    D = x
`,
      ["A = ['b']", 'B = [2, 3]', "C = (('A',), ('a!', 'b!'))"],
    ));

  it('whether a dict has a key', () =>
    check(
      `def find(d, key):
    try:
        value = d[key]
    except KeyError:
        value = 'none'
    return value
A = [find({'x': 1}, 'x'), find({'x': 1}, 'y'), find({**more(), 'x': 1}, 'y')]
`,
      ["A = [1, 'none', <a key that is not known> | 'none']"],
    ));

  it('each call of a chain once', () => {
    const world = open({ 'm.py': 'start().then().then().update(x()).last()\n' });
    assert.equal(world.namespace('m')?.effects.length, 6);
  });

  it('zips nothing', () => check('A = list(zip())\nB = list(zip(*[]))', ['A = []', 'B = []']));

  it('what is at an index counted from the end of a list that is not known whole', () =>
    check('X = ["a", *rest()]\nA = X[0]\nB = X[-2]\nC = X[1:]\nD = X[:-1]\nE = [1, 2, 3][-2]\nF = [1, 2, 3][1:-1]', [
      "X = ['a', <more items that are not known>]",
      "A = 'a'",
      "B = ['a', <more items that are not known>].[-2]",
      'C = [<more items that are not known>]',
      'D = <a slice of a list that is not known whole>',
      'E = 2',
      'F = [2]',
    ]));

  it('what stands under suppress(), as under try', () => {
    const text = (module: string) =>
      `from contextlib import suppress\nA = ['x']\nwith suppress(ImportError):\n    import ${module}\n    A.append('y')\n`;
    checkFiles({ 'm.py': text('missing') }, ["A = ['x']"]);
    checkFiles({ 'm.py': text('there'), 'there.py': '' }, ["A = ['x', 'y']"]);
  });

  it('what a function gives that a class body calls, when it is looked at', () =>
    check(
      'def upper(x): return x.upper()\nclass Texts:\n    text = upper("a")\n    def all(self):\n        return [self.text]\nA = Texts().all()\n',
      ["A = ['A']"],
    ));

  it('a name that a loop finds in one of several modules', () => {
    checkFiles(
      {
        'm.py': `import sys
def load(path):
    try:
        return __import__(path, fromlist=['x'])
    except ImportError:
        __, __, trace = sys.exc_info()
        if len(trace) > 1:
            raise
def pick(modules, names):
    found = []
    for name in names:
        one = None
        for module in modules:
            if hasattr(module, name):
                one = getattr(module, name)
                break
        if not one:
            raise LookupError(name)
        found.append(one)
    return found
def get(path, name):
    return pick([m for m in (load(path), None) if m is not None], [name])[0]
A = load('there')
B = [m for m in (load('there'), None) if m is not None]
C = pick([A], ['x'])
D = get('there', 'x')
`,
        'there.py': "x = 'X'",
      },
      ['A = → there | None', 'B = [→ there | None?]', "C = ['X']", "D = 'X' | None"],
    );
  });

  it('goes on behind a call into a library that does too much', () => {
    const library = [
      'NUMBERS = range(1000)',
      'def name(code):',
      '    for a in NUMBERS:',
      '        for b in [x for x in NUMBERS]:',
      '            code = code',
      '    return "name of " + code',
      'def short(code):',
      '    return code.lower()',
    ].join('\n');
    const own = 'from lib import name, short\nA = [(short(c), name(c)) for c in ["X", "Y"]]\nB = 1';
    const world = open({ 'm.py': own, 'site-packages/lib/__init__.py': library });
    assert.deepEqual(names(world, 'm'), [
      "A = [('x', <lib.name() does more than is followed>), ('y', <lib.name() does more than is followed>)]",
      'B = 1',
    ]);
  });

  it('goes on behind a statement of a library that does too much, and keeps few of very many values', () => {
    const library = 'N = range(1000)\nfor a in N:\n    for b in [x for x in N]:\n        c = a\nLAST = "there"\n';
    const world = open({ 'm.py': 'from lib import LAST\nA = LAST\n', 'site-packages/lib/__init__.py': library });
    assert.ok(names(world, 'm').includes("A = 'there'"));
    const branches = Array.from({ length: 200 }, (_, i) => `if unknown(${i}):\n    A = ${i}\n`).join('');
    const [many] = names(open({ 'm.py': `A = "first"\n${branches}` }), 'm');
    assert.ok(many.split(' | ').length < 100 && many.includes('very many'));
  });

  it('goes on behind a call that returns when no steps are left, and does not say that it raises', () => {
    const library =
      'N = range(1000)\ndef endless(x):\n    for a in N:\n        for b in [x for x in N]:\n            c = a\n    return x\nFIRST = endless(1)\nLAST = "there"\n';
    const world = open({ 'm.py': 'from lib import FIRST, LAST\n', 'site-packages/lib/__init__.py': library });
    const known = names(world, 'lib');
    assert.ok(known.includes('FIRST = <lib.endless() does more than is followed>'), known.join('\n'));
    assert.ok(known.includes("LAST = 'there'"));
  });

  it('follows a base that is made only to be replaced', () => {
    const six = [
      'import types',
      'def with_metaclass(meta, *bases):',
      '    class metaclass(type):',
      '        def __new__(cls, name, this_bases, d):',
      '            resolved_bases = types.resolve_bases(bases)',
      "            if resolved_bases is not bases: d['__orig_bases__'] = bases",
      '            return meta(name, resolved_bases, d)',
      "    return type.__new__(metaclass, 'temporary_class', (), {})",
    ].join('\n');
    const own = [
      'from six import with_metaclass',
      'class Meta(type): pass',
      'class Base: a = 1',
      'class Other: b = 2',
      'class Made(with_metaclass(Meta, Base, Other)):',
      '    c = 3',
      'T = with_metaclass(Meta, Base, Other)',
      'A, B, C = Made.a, Made.b, Made.c',
    ].join('\n');
    const known = names(open({ 'm.py': own, 'site-packages/six.py': six }), 'm');
    for (const line of ['A = 1', 'B = 2', 'C = 3']) assert.ok(known.includes(line), known.join('\n'));
  });
});
