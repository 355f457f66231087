import { resolve } from '../../python/resolve';
import { asString, type Call, truth } from '../../python/values';
import type { World } from '../../python/world';
import type { Settings } from '../settings';
import type { Route } from './routes';
import { viewOf } from './view';

/** The route of django.conf.urls.static.static; undefined without DEBUG or for files on another host, where it gives no pattern. */
export function staticRoute(call: Call, settings: Settings, world: World): Route | undefined {
  const [first, second] = call.args;
  const prefix = asString(first && resolve(first, world));
  const debug = settings.value('DEBUG');
  if (prefix === undefined || /^[a-z]+:\/\//.test(prefix) || !(debug && truth(debug)?.value)) return undefined;
  const view = call.keywords.get('view') ?? second;
  return {
    route: `^${escapeRegex(prefix.replace(/^\//, ''))}(?P<path>.*)$`,
    parameters: ['path'],
    unnamed: 0,
    view: (view && viewOf(view, world)) ?? viewOf({ kind: 'ref', dotted: 'django.views.static.serve' }, world),
    place: call.place,
  };
}

/** Python's re.escape. */
function escapeRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}#&~\s-]/g, '\\$&');
}
