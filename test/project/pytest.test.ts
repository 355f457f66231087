import * as assert from 'node:assert';
import type { Project } from '../../server/project/project';
import { answerOf, short } from './open';

const listed = (project: Project) => [
  ...project.pytestTests().list.map(({ id, place }) => `${id} in ${short(place.path)}`),
  ...project.pytestTests().problems.map(({ what, why }) => `${what}: ${why}`),
];

const tests = `
import pytest
import unittest
from shop.tests.shared import test_shared, TestShared
@pytest.fixture
def test_data():
    return 1
@pytest.mark.parametrize('number', [1, 2])
def test_one(number):
    pass
def helper():
    pass
class TestBasket:
    def test_two(self):
        pass
    def other(self):
        pass
    class TestInner:
        def test_three(self):
            pass
class TestMade:
    def __init__(self):
        pass
    def test_never(self):
        pass
class TestOff:
    __test__ = False
    def test_never(self):
        pass
class Named(unittest.TestCase):
    def test_four(self):
        pass
`;
const shared = 'def test_shared():\n    pass\nclass TestShared:\n    def test_five(self):\n        pass\n';

describe('the tests of pytest are read', () => {
  it('with its defaults', async () => {
    const found = await answerOf(
      {
        'pytest.ini': '',
        '.venv/lib/python3.12/site-packages/pytest/__init__.py': '',
        'shop/tests/test_shop.py': tests,
        'shop/tests/shared.py': shared,
        'shop/tests/build/test_built.py': shared,
        'shop/tests/conftest.py': "collect_ignore = ['test_left.py']\n",
        'shop/tests/test_left.py': shared,
        'shop/tests/test_asks.py':
          "import pytest\nneeded = pytest.importorskip('surely_not_installed')\ndef test_six():\n    pass\n",
        'shop/more_test.py': 'import surely_not_installed\ndef test_seven():\n    pass\n',
      },
      listed,
    );
    assert.deepEqual(found, [
      'shop/tests/test_shop.py::test_shared in shop/tests/shared.py',
      'shop/tests/test_shop.py::TestShared::test_five in shop/tests/shared.py',
      'shop/tests/test_shop.py::test_one in shop/tests/test_shop.py',
      'shop/tests/test_shop.py::TestBasket::test_two in shop/tests/test_shop.py',
      'shop/tests/test_shop.py::TestBasket::TestInner::test_three in shop/tests/test_shop.py',
      'shop/tests/test_shop.py::Named::test_four in shop/tests/test_shop.py',
      'the tests in shop/more_test.py: it imports surely_not_installed, which is not installed',
      'the tests in shop/tests/test_asks.py: it skips its tests without surely_not_installed, which is not installed',
    ]);
  });

  it('by what its configuration says', async () => {
    const files = {
      'shop/tests.py': shared,
      'shop/old/tests.py': shared,
      'checks/check_it.py':
        'def check_this():\n    pass\ndef test_that():\n    pass\nclass ItSpec:\n    def check_more(self):\n        pass\n',
    };
    const ini = `
testpaths = shop
    checks
python_files = tests.py check_*.py
python_classes = *Spec
python_functions = check
addopts = -ra --ignore=shop/old
`;
    const list = `
testpaths = [
  "shop", # the shop
  'checks',
]
python_files = ["tests.py", "check_*.py"]
python_classes = "*Spec"
python_functions = ["check"]
addopts = "-ra --ignore=shop/old"

[tool.other]
python_files = "none.py"
`;
    const wanted = [
      'checks/check_it.py::check_this in checks/check_it.py',
      'checks/check_it.py::ItSpec::check_more in checks/check_it.py',
    ];
    for (const [name, text] of [
      ['setup.cfg', `[metadata]\nname = shop\n[tool:pytest]${ini}[other]\npython_files = none.py\n`],
      ['tox.ini', `[pytest]${ini}`],
      ['pyproject.toml', `[project]\nname = "shop"\n[tool.pytest.ini_options]${list}`],
      ['pyproject.toml', `[tool.pytest]${list}`],
    ])
      assert.deepEqual(await answerOf({ ...files, [name]: text }, listed), wanted, name);
  });

  it('not at all where pytest is neither configured nor installed', async () => {
    assert.deepEqual(await answerOf({ 'shop/test_shop.py': tests, 'shop/tests/shared.py': shared }, listed), []);
  });
});
