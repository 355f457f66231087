import type { Completion, Kind } from '../project/kind';
import { registeredKind } from '../project/registeredKind';

const registered = registeredKind('tag');

/** Template tags; those that continue or close the open block are completed first. */
export const tag: Kind = {
  ...registered,
  complete(view, target, offset) {
    if (view.template === undefined) return [];
    const [innermost] = target.slot?.open ?? [];
    const part = (name: string, relation: string): Completion => ({
      label: name,
      kind: 'block',
      insert: name,
      rank: 0,
      detail: `${relation} ${innermost.node.opening.name.text}`,
    });
    return [
      ...(innermost?.ends ?? []).map((name) => part(name, 'closes')),
      ...(innermost?.branches ?? []).map((name) => part(name, 'of')),
      ...registered.complete(view, target, offset),
    ];
  },
};
