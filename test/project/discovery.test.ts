import * as assert from 'node:assert';
import { createDisk, openDisk } from '../disk';

/** The projects of a workspace of these files: root, settings module, and the file that names it; all below the workspace. */
async function projects(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { workspace } = openDisk(createDisk(files));
  const found = await workspace.settle(() => workspace.projects().map((project) => project.found));
  const short = (path: string | undefined) => path?.replace(/^\/project\/?/, '') ?? '-';
  return found.map(
    ({ root, settingsModule, source, managePy }) =>
      `${short(root) || '.'}: ${settingsModule ?? '-'} (${short(source)})${managePy ? '' : ' without manage.py'}`,
  );
}

const manage = (settings: string) =>
  `import os\n\ndef main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n    execute_from_command_line(sys.argv)\n`;
const settings = "INSTALLED_APPS = ['a']\nROOT_URLCONF = 'urls'\n";

describe('projects are found', () => {
  it('by manage.py, wherever it lies', async () => {
    assert.deepEqual(await projects({ 'manage.py': manage('shop.settings'), 'shop/settings.py': settings }), [
      '.: shop.settings (manage.py)',
    ]);
    assert.deepEqual(await projects({ 'src/back/manage.py': manage('conf'), 'src/back/conf.py': settings }), [
      'src/back: conf (src/back/manage.py)',
    ]);
    for (const text of [
      "os.environ['DJANGO_SETTINGS_MODULE'] = 'conf'",
      "os.environ.setdefault('DJANGO_SETTINGS_MODULE', os.getenv('X', 'conf'))",
      "os.environ.setdefault(\n    'DJANGO_SETTINGS_MODULE',\n    'conf',\n)",
    ])
      assert.deepEqual(
        await projects({ 'manage.py': `import os\n${text}\n`, 'conf.py': settings }),
        ['.: conf (manage.py)'],
        text,
      );
  });

  it('several in one workspace, each with its own settings', async () => {
    assert.deepEqual(
      await projects({
        'one/manage.py': manage('a.settings'),
        'one/a/settings.py': settings,
        'two/manage.py': manage('b'),
        'two/b.py': settings,
      }),
      ['one: a.settings (one/manage.py)', 'two: b (two/manage.py)'],
    );
  });

  it('by the configuration of tests', async () => {
    const cases: Record<string, string> = {
      'pyproject.toml': '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "tests.settings"\n',
      'pytest.ini': '[pytest]\nDJANGO_SETTINGS_MODULE = tests.settings\n',
      'setup.cfg': '[tool:pytest]\nDJANGO_SETTINGS_MODULE=tests.settings\n',
      'tox.ini': '[testenv]\nsetenv =\n    DJANGO_SETTINGS_MODULE = tests.settings\n',
      '.env': 'export DJANGO_SETTINGS_MODULE="tests.settings"\n',
      'conftest.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'tests.settings')\n",
    };
    for (const [name, text] of Object.entries(cases))
      assert.deepEqual(await projects({ [name]: text, 'tests/settings.py': settings }), [
        `.: tests.settings (${name}) without manage.py`,
      ]);
    assert.deepEqual(await projects({ 'pytest.ini': '[pytest]\nDJANGO_SETTINGS_MODULE = missing\n' }), []);
  });

  it('by a settings module that shows itself by its content', async () => {
    assert.deepEqual(await projects({ 'shop/__init__.py': '', 'shop/settings.py': settings, 'shop/urls.py': '' }), [
      '.: shop.settings (shop/settings.py) without manage.py',
    ]);
    assert.deepEqual(await projects({ 'shop/settings.py': 'COLOUR = 1\n', 'lib/code.py': settings }), []);
  });

  it('with a manage.py that names no settings, or settings that are not there', async () => {
    assert.deepEqual(
      await projects({
        'manage.py': 'from django.core.management import x\n',
        'pytest.ini': '[pytest]\nDJANGO_SETTINGS_MODULE = conf\n',
        'conf.py': settings,
      }),
      ['.: conf (pytest.ini)'],
    );
    assert.deepEqual(
      await projects({
        'manage.py': manage('shop.settings.local'),
        'shop/settings/__init__.py': '',
        'shop/settings/dev.py': settings,
        'shop/settings/prod.py': '',
      }),
      ['.: shop.settings.dev (manage.py)'],
    );
  });

  it('but not in dependencies, caches and other tools', async () => {
    assert.deepEqual(
      await projects({
        'node_modules/x/manage.py': manage('a'),
        '.tox/manage.py': manage('a'),
        'own/pyvenv.cfg': '',
        'own/lib/python3.12/site-packages/x/manage.py': manage('a'),
        'flask/manage.py': 'from flask_script import Manager\n',
        'readme.md': '',
      }),
      [],
    );
  });
});

describe('an environment is found', () => {
  const base = { 'manage.py': manage('conf'), 'conf.py': settings };
  const linux = 'lib/python3.12/site-packages';

  /** The prefix of the environment, what led to it, and its folders of packages. */
  async function environment(
    files: Readonly<Record<string, string>>,
    variables: Readonly<Record<string, string>> = {},
    given: { python?: string; reported?: string } = {},
  ): Promise<string> {
    const { workspace } = openDisk(createDisk({ ...base, ...files }), {
      processVariables: new Map(Object.entries(variables)),
      settings: {
        python: given.python,
        reported: given.reported ? new Map([['/project', given.reported]]) : undefined,
      },
    });
    const found = await workspace.settle(() => workspace.projects()[0]?.environment());
    return found ? `${found.prefix} by ${found.source}: ${found.sitePackages.join(' ')}` : 'none';
  }

  it('beside the project, or above it', async () => {
    for (const name of ['.venv', 'venv', 'env', 'my-venv'])
      assert.equal(
        await environment({ [`${name}/${linux}/django/__init__.py`]: '' }),
        `/project/${name} by /project/${name}: /project/${name}/${linux}`,
      );
    assert.equal(await environment({ '.env': 'SECRET=1\n' }), 'none');
    assert.equal(await environment({ '.venv/pyvenv.cfg': '' }), 'none');
  });

  it('in the layouts of Windows and of distributions', async () => {
    assert.equal(
      await environment({ '.venv/Lib/site-packages/django/__init__.py': '', '.venv/Scripts/python.exe': '' }),
      '/project/.venv by /project/.venv: /project/.venv/Lib/site-packages',
    );
    assert.equal(
      await environment({ '.venv/lib64/python3.11/dist-packages/x.py': '' }),
      '/project/.venv by /project/.venv: /project/.venv/lib64/python3.11/dist-packages',
    );
    assert.equal(
      await environment({ '.venv/lib/pypy3.10/site-packages/x.py': '' }),
      '/project/.venv by /project/.venv: /project/.venv/lib/pypy3.10/site-packages',
    );
  });

  it('by what the user or the editor names, before all others', async () => {
    const files = {
      [`.venv/${linux}/x.py`]: '',
      [`/opt/one/${linux}/x.py`]: '',
      [`/opt/two/${linux}/x.py`]: '',
    };
    assert.match(await environment(files, {}, { reported: '/opt/one/bin/python3' }), /^\/opt\/one by the editor/);
    assert.match(
      await environment(files, {}, { reported: '/opt/one/bin/python3', python: '/opt/two/bin/python' }),
      /^\/opt\/two by the settings/,
    );
    assert.match(await environment(files, {}, { python: '/opt/two' }), /^\/opt\/two by the settings/);
    assert.match(await environment(files, {}, { python: '/opt/gone/bin/python' }), /^\/project\/\.venv/);
  });

  it('by the active environment, of conda too', async () => {
    const files = { [`/opt/one/${linux}/x.py`]: '', [`.venv/${linux}/x.py`]: '' };
    assert.match(await environment(files, { VIRTUAL_ENV: '/opt/one' }), /^\/opt\/one by VIRTUAL_ENV/);
    assert.match(await environment(files, { CONDA_PREFIX: '/opt/one' }), /^\/opt\/one by CONDA_PREFIX/);
  });

  it('where Poetry, Pipenv and virtualenvwrapper keep it', async () => {
    const cases: [string, string][] = [
      ['/home/me/.cache/pypoetry/virtualenvs/project-a1B2c3D4-py3.12', 'Poetry'],
      ['/home/me/Library/Caches/pypoetry/virtualenvs/project-a1B2c3D4-py3.12', 'Poetry'],
      ['/home/me/AppData/Local/pypoetry/Cache/virtualenvs/project-a1B2c3D4-py3.12', 'Poetry'],
      ['/home/me/.local/share/virtualenvs/project-a1B2c3D4', 'Pipenv'],
      ['/home/me/.virtualenvs/project', 'virtualenvwrapper'],
    ];
    for (const [prefix, tool] of cases)
      assert.equal(
        await environment({ [`${prefix}/${linux}/x.py`]: '' }, { HOME: '/home/me' }),
        `${prefix} by ${tool}: ${prefix}/${linux}`,
      );
    assert.equal(
      await environment({ [`/home/me/.virtualenvs/projector/${linux}/x.py`]: '' }, { HOME: '/home/me' }),
      'none',
    );
  });

  it('on PATH, where that Python has Django', async () => {
    assert.match(
      await environment({ [`/usr/${linux}/django/__init__.py`]: '' }, { PATH: '/opt/bin:/usr/bin' }),
      /^\/usr by PATH/,
    );
    assert.equal(await environment({ [`/usr/${linux}/flask/__init__.py`]: '' }, { PATH: '/usr/bin' }), 'none');
  });

  it('with what .pth files and editable installs add', async () => {
    const venv = `.venv/${linux}`;
    const found = await environment({
      [`${venv}/x.py`]: '',
      [`${venv}/mine.pth`]: '# a comment\nimport site; site.x()\n/src/one\n../two\n\n/src/gone\n',
      [`${venv}/__editable___lib_1_0_finder.py`]:
        "MAPPING: dict[str, str] = {'lib': '/src/three/lib', 'other': '/src/four/renamed'}\n",
    });
    assert.equal(
      found,
      '/project/.venv by /project/.venv: /project/.venv/lib/python3.12/site-packages /src/three /src/one /project/.venv/lib/python3.12/two /src/gone',
    );
  });
});
