import { type Path, relative } from '../../text/paths';
import type { Project } from '../project';

/**
 * Whether a file belongs to tests. These run with other settings (`override_settings`), URLconfs and engines, and name
 * what must not exist, so nothing in them is reported as missing.
 */
export function isTestCode(project: Project, path: Path): boolean {
  const parts = relative(path, project.root).split('/');
  if (parts.some((part) => isTestName(part.replace(/\.py$/, '')))) return true;
  return (
    path.endsWith('.py') &&
    (project.files
      .module(path)
      ?.statements.some(
        (statement) => (statement.kind === 'import' || statement.kind === 'from') && testModule.test(statement.module),
      ) ??
      false)
  );
}

/** Whether a folder or module of a name is likely one of tests. */
export function isTestName(name: string): boolean {
  return testName.test(name);
}

const testName = /^(?:tests?|testing|conftest|testproject|test_.*|.*_tests?)$/;
const testModule = /^(?:django\.test|unittest|pytest|rest_framework\.test)(?:\.|$)/;
