import { allNodes, functionOf } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import { componentFace, variableName } from '../components/cottonComponents';
import { type ComponentElement, componentElements, componentUsers } from '../components/elements';
import { keywordPairs } from '../context/tagArguments';
import type { Project } from '../project';
import { templateNameOf } from '../templates/templateName';

/** An `{% include %}` of a template, or an element that shows a component: what it hands on. */
export interface Inclusion {
  readonly start: number;
  /** What names the included template, for people. */
  readonly shown: Range;
  /** The files of the name; empty where the name is not known. */
  readonly targets: readonly Path[];
  /** Whether the name is written in the tag. */
  readonly isLiteral: boolean;
  /** The names behind `with`, and those that attributes and slots give, where they are written. */
  readonly given: ReadonlyMap<string, Range>;
  /** Whether the included template sees nothing but these. */
  readonly isOnly: boolean;
  /** The names that it does not take from the context around. */
  readonly taken: ReadonlySet<string>;
}

/** The includes of a template in the order of the text. */
export function inclusionsIn(project: Project, path: Path): readonly Inclusion[] {
  const tree = project.template(path);
  if (tree === undefined) return none;
  const uses = project.files.uses(path).filter((use) => use.kind === 'template');
  const includes = [...allNodes(tree)].flatMap((node): Inclusion[] => {
    if (node.kind !== 'tag' || functionOf(node) !== 'django.template.loader_tags.do_include') return [];
    const { token, arguments: args } = node.opening;
    const use = uses.find(({ start, end }) => token.start < start && end < token.end);
    const targets = use ? (project.templates().files.get(templateNameOf(project, path, use)) ?? []) : [];
    const given = new Map(keywordPairs(args, tree.source).map(({ name, range }) => [name, range]));
    const isOnly = args.some(({ role, start, end }) => role === 'word' && tree.source.slice(start, end) === 'only');
    const shown = args[0] ?? node.opening.name;
    const isLiteral = use !== undefined;
    return [{ start: node.start, shown, targets, isLiteral, given, isOnly, taken: new Set(given.keys()) }];
  });
  return [...includes, ...componentElements(project, tree).map((element) => shownBy(project, element))];
}

function shownBy(project: Project, { start, shown, file, given, isOnly }: ComponentElement): Inclusion {
  const names = new Map(given.map(({ name, range }) => [name, range]));
  const taken = new Set([...names.keys(), ...(file === undefined ? [] : definedIn(project, file)), ...ofCotton]);
  const targets = file === undefined ? [] : [file];
  return { start, shown, targets, isLiteral: file !== undefined, given: names, isOnly, taken };
}

/** What every component of django-cotton has. */
const ofCotton = ['slot', 'attrs', 'cotton_data'];

/** The names that a component gives itself, unless they are given to it. */
function definedIn(project: Project, file: Path): string[] {
  const vars = componentFace(project, file)?.vars ?? [];
  return vars.filter(({ value }) => value !== undefined).map(({ name }) => variableName(name.text));
}

const none: readonly Inclusion[] = [];

/** The templates of the project that include one of its files, or show it as a component, with these includes. */
export function includersOf(project: Project, path: Path): { path: Path; inclusion: Inclusion }[] {
  const name = project.templates().names.get(path);
  if (name === undefined) return [];
  const users = new Set([...project.files.filesUsing('template', name), ...componentUsers(project, path)]);
  return [...users]
    .filter((user) => !user.endsWith('.py') && project.templates().names.has(user))
    .flatMap((user) =>
      inclusionsIn(project, user)
        .filter(({ targets }) => targets.includes(path))
        .map((inclusion) => ({ path: user, inclusion })),
    );
}
