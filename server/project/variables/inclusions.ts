import { allNodes, functionOf, type TagNode } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import { keywordPairs } from '../context/tagArguments';
import type { Project } from '../project';
import { templateNameOf } from '../view';

/** An `{% include %}` of a template: what it hands on. */
export interface Inclusion {
  readonly node: TagNode;
  /** The files of the name; empty where the name is not known. */
  readonly targets: readonly Path[];
  /** Whether the name is written in the tag. */
  readonly isLiteral: boolean;
  /** The names behind `with`, where they are written. */
  readonly given: ReadonlyMap<string, Range>;
  /** Whether the included template sees nothing but these. */
  readonly isOnly: boolean;
}

/** The includes of a template in the order of the text. */
export function inclusionsIn(project: Project, path: Path): readonly Inclusion[] {
  const tree = project.template(path);
  if (tree === undefined) return none;
  const uses = project.files.uses(path).filter((use) => use.kind === 'template');
  return [...allNodes(tree)].flatMap((node): Inclusion[] => {
    if (node.kind !== 'tag' || functionOf(node) !== 'django.template.loader_tags.do_include') return [];
    const { token, arguments: args } = node.opening;
    const use = uses.find(({ start, end }) => token.start < start && end < token.end);
    const targets = use ? (project.templates().files.get(templateNameOf(project, path, use)) ?? []) : [];
    const given = new Map(keywordPairs(args, tree.source).map(({ name, range }) => [name, range]));
    const isOnly = args.some(({ role, start, end }) => role === 'word' && tree.source.slice(start, end) === 'only');
    return [{ node, targets, isLiteral: use !== undefined, given, isOnly }];
  });
}

const none: readonly Inclusion[] = [];

/** The templates of the project that include one of its files, with these includes. */
export function includersOf(project: Project, path: Path): { path: Path; inclusion: Inclusion }[] {
  const name = project.templates().names.get(path);
  if (name === undefined) return [];
  return project.files
    .filesUsing('template', name)
    .filter((user) => !user.endsWith('.py') && project.templates().names.has(user))
    .flatMap((user) =>
      inclusionsIn(project, user)
        .filter(({ targets }) => targets.includes(path))
        .map((inclusion) => ({ path: user, inclusion })),
    );
}
