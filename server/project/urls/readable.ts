import type { Route } from './routes';

/** A route for people: of regular expressions their named groups, as `<year>`, and nothing of their anchors. */
export function readableRoute(one: Route): string {
  const text = readable.get(one) ?? toReadable(one.route);
  readable.set(one, text);
  return text;
}

/** The same for each value of a route: completion shows all of them each time. */
const readable = new WeakMap<Route, string>();

function toReadable(route: string): string {
  let text = route;
  for (const { whole, name } of namedGroups(route)) text = text.replace(whole, () => `<${name}>`);
  return `/${text.replace(/(?<![\\[])[\^$]|\\Z|\?(?=\$?$)/g, '').replace(/\\(?=[-./])/g, '')}`;
}

/** What each parameter of a route takes: the name of its converter, or its regular expression (django.urls.resolvers._route_to_regex). */
export function parameterTypes({ route }: Route): ReadonlyMap<string, string> {
  const converters = [...route.matchAll(/<([^>:\s?]+):(\w+)>/g)].map(
    ([, converter, name]) => [name, converter] as const,
  );
  return new Map([...converters, ...namedGroups(route).map(({ name, inside }) => [name, inside] as const)]);
}

/** The named groups of regular expressions in a route. */
function namedGroups(route: string): { name: string; whole: string; inside: string }[] {
  return [...route.matchAll(/\(\?P<(\w+)>/g)].map(({ index, 0: start, 1: name }) => {
    let end = index + 1;
    for (let depth = 1; end < route.length && depth > 0; end++) {
      if (route[end] === '\\') end++;
      else depth += route[end] === '(' ? 1 : route[end] === ')' ? -1 : 0;
    }
    return { name, whole: route.slice(index, end), inside: route.slice(index + start.length, end - 1) };
  });
}
