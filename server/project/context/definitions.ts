import type { Use } from '../../facts/uses';
import type { ClassStatement, FunctionStatement, Statement } from '../../python/syntax';
import { type ClassValue, type FunctionValue, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Path } from '../../text/paths';
import type { TypeSources, Types } from '../types/types';
import { calledNames } from './calledNames';
import { functionRenderings, methodRenderings, type Rendering, viewRenderings } from './renderings';
import { widgetRenderings } from './widgets';

/**
 * The function or class at a module's top in which each use of a template's name stands: `module Class` or `module function`; undefined
 * for one that stands in none.
 */
export function definitionsUsing(
  path: Path,
  name: string,
  { files, modules }: Pick<TypeSources, 'files' | 'modules'>,
): (string | undefined)[] {
  const uses = files.uses(path).filter((use) => use.kind === 'template' && use.name === name && !isAsserted(use));
  const facts = files.facts(path);
  const module = path.endsWith('.py') ? modules.nameOf(path) : undefined;
  if (facts?.kind !== 'python' || module === undefined) return uses.map(() => undefined);
  const { statements, ranges } = facts.outline.module;
  return uses.map(({ start }) => {
    const found = definitionAt(statements, ranges, start);
    return found && `${module} ${found.name}`;
  });
}

/** Whether a test only asserts that the template is used (django.test.testcases.SimpleTestCase.assertTemplateUsed). */
function isAsserted(use: Use): boolean {
  return use.by.includes('assertTemplate');
}

function definitionAt(
  statements: readonly Statement[],
  ranges: readonly number[],
  offset: number,
): ClassStatement | FunctionStatement | undefined {
  for (const statement of statements) {
    if (statement.kind === 'class' || statement.kind === 'function') {
      const whole = statement.n + 1;
      if (ranges[2 * whole] <= offset && offset < ranges[2 * whole + 1]) return statement;
    } else if (statement.kind === 'if') {
      const inner = definitionAt([...statement.then, ...statement.otherwise], ranges, offset);
      if (inner) return inner;
    }
  }
  return undefined;
}

/** The function or class of a module by its name: `module name`. */
export function definitionOf(key: string, world: World): ClassValue | FunctionValue | undefined {
  const [module, name] = key.split(' ');
  const value = world.namespace(module)?.names.get(name);
  let found = value && likeliest(value);
  // `page = staff_member_required(page)`
  for (let i = 0; i < 3 && found?.kind === 'call'; i++) {
    const inner: Value | undefined = found.args
      .map(likeliest)
      .find((one) => one.kind === 'function' || one.kind === 'call');
    found = inner?.kind === 'function' && inner.statement.name !== name ? undefined : inner;
  }
  return found?.kind === 'class' || found?.kind === 'function' ? found : undefined;
}

/**
 * What a function or class renders.
 * @param isRouted whether what a request makes a class render is known from the routes that lead to it
 */
export function definitionRenderings(
  found: ClassValue | FunctionValue,
  isRouted: boolean,
  types: Types,
): readonly Rendering[] {
  if (found.kind === 'function') return functionRenderings(found, types);
  const ofWidget = widgetRenderings(found, types);
  if (ofWidget.length > 0) return ofWidget;
  return [...(isRouted ? [] : viewRenderings(found, new Map(), types)), ...otherMethods(found, types)];
}

/** What the methods of a class render that no request runs by itself. */
function otherMethods(value: ClassValue, types: Types): Rendering[] {
  const methods = [...value.members.values()].map(likeliest).filter((one) => one.kind === 'function');
  const rendering = new Set(renderers);
  const isRendering = ({ statement, place }: FunctionValue): boolean => {
    const body = types.files.body(place.path, statement.body);
    return body !== undefined && [...calledNames(body)].some((name) => rendering.has(name));
  };
  for (let before = 0; before < rendering.size; ) {
    before = rendering.size;
    for (const method of methods) if (isRendering(method)) rendering.add(method.statement.name);
  }
  return methods.flatMap((method) =>
    /^(?:get|post|dispatch|setup|__\w+__)$/.test(method.statement.name) || !isRendering(method)
      ? []
      : methodRenderings(method, value, types),
  );
}

const renderers: readonly string[] = [
  'render',
  'render_to_string',
  'render_to_response',
  'TemplateResponse',
  'SimpleTemplateResponse',
  'get_template',
  'select_template',
];
