/**
 * The projects that Django is asked about.
 *
 * - `release`: what is fetched from Python's package index; without it `project` is a folder of this repository.
 * - `packages`: all that is installed beside it, pinned to the last, so that a truth stays true.
 * - `project`: the project's root within the release, `settings` its settings module.
 * - `python`: the least version of Python that this Django runs on, where it is newer than 3.11.
 * - `pytest`: set where its tests are pytest's, to ask that for them, too.
 * - `overlay`: a folder under overlays/ that is laid over the project, where the release has no settings of its own.
 */
export const projects = [
  {
    name: 'django',
    title: 'Django’s own test apps',
    release: 'Django==5.2.17',
    requirements: 'django.txt',
    project: 'tests',
    settings: 'django_tests_settings',
    overlay: 'django',
  },
  sample('4.2', ['Django==4.2.30', 'djangorestframework==3.16.1']),
  sample('5.2', ['Django==5.2.17', 'djangorestframework==3.18.3']),
  sample('6.0', ['Django==6.0.10', 'djangorestframework==3.18.3'], '3.12'),
  sample('6.1', ['Django==6.1.3', 'djangorestframework==3.18.3'], '3.12'),
  {
    name: 'oscar',
    title: 'django-oscar',
    release: 'django-oscar==4.2.1',
    requirements: 'oscar.txt',
    project: 'src',
    settings: 'shop.settings',
    overlay: 'oscar',
  },
  {
    name: 'wagtail',
    title: 'Wagtail',
    release: 'wagtail==8.0.1',
    requirements: 'wagtail.txt',
    project: '.',
    settings: 'wagtail.test.settings',
  },
  {
    name: 'allauth',
    title: 'django-allauth',
    release: 'django-allauth==65.21.1',
    requirements: 'allauth.txt',
    project: '.',
    settings: 'tests.projects.regular.settings',
    pytest: true,
  },
  {
    name: 'cms',
    title: 'django CMS',
    release: 'django-cms==5.1.3',
    requirements: 'cms.txt',
    project: '.',
    settings: 'cms.tests.settings',
  },
  {
    name: 'drf',
    title: 'Django REST framework',
    release: 'djangorestframework==3.18.3',
    requirements: 'drf.txt',
    project: '.',
    settings: 'oracle_settings',
    overlay: 'drf',
    pytest: true,
  },
];

/** The tests of the newest Django: of these only the templates are asked about. */
export const newestTests = {
  name: 'django-6.1',
  title: 'Django 6.1’s own tests',
  release: 'Django==6.1.3',
  requirements: 'django-6.1.txt',
  project: 'tests',
  settings: 'django_tests_settings',
  overlay: 'django',
  python: '3.12',
};

function sample(django, packages, python) {
  const title = `The sample on Django ${django}`;
  return {
    name: `sample-${django}`,
    title,
    packages,
    python,
    project: 'test/sample',
    settings: 'bookshop.settings.dev',
  };
}
