import * as assert from 'node:assert';
import { bindingsAt, scopeWith } from '../../server/project/context/bindings';
import { expressionType } from '../../server/project/context/expressions';
import { showType } from '../../server/project/types/type';
import type { FileView } from '../../server/project/view';
import { allNodes } from '../../server/templates/nodes';
import { inEachEnvironment } from '../fixture';

/** The types of all `{{ … }}` of the first template of a fixture, one in a line. */
export async function checkTypes(fixture: string, ...lines: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const path = [...opened.fixture.files.keys()].find((one) => one.endsWith('.html'))!;
    assert.deepStrictEqual(await opened.ask(path, typesIn), lines);
  });
}

function typesIn({ path, project, template }: FileView): string[] {
  const { types, scope } = project.contexts;
  return [...allNodes(template!.tree)].flatMap((node) => {
    if (node.kind !== 'variable') return [];
    const here = scopeWith(bindingsAt(template!.tree, node.start, scope(path), types), scope(path));
    const { start, end } = node.expression;
    return [`${template!.tree.source.slice(start, end)}: ${showType(expressionType(node.expression, here, types))}`];
  });
}
