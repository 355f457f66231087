/** What a pattern takes from the URL: its named parameters, and how many without a name. */
export interface PatternParameters {
  readonly names: readonly string[];
  readonly unnamed: number;
}

/** The parameters of `path()`'s route: `<converter:name>` and `<name>` (django.urls.resolvers._route_to_regex). */
export function routeParameters(route: string): PatternParameters {
  return { names: [...route.matchAll(/<(?:[^>:\s]+:)?(\w+)>/g)].map((match) => match[1]), unnamed: 0 };
}

/** The groups of a regular expression. Once one has a name, those without do not count (RegexPattern.match). */
export function regexParameters(regex: string): PatternParameters {
  const names: string[] = [];
  let unnamed = 0;
  let inSet = false;
  for (let i = 0; i < regex.length; i++) {
    const c = regex[i];
    if (c === '\\') i++;
    else if (inSet) inSet = c !== ']';
    else if (c === '[') {
      inSet = true;
      if (regex[i + 1] === ']' || regex.startsWith('^]', i + 1)) i += regex[i + 1] === '^' ? 2 : 1;
    } else if (c === '(') {
      const named = /^\(\?P<(\w+)>/.exec(regex.slice(i));
      if (named) names.push(named[1]);
      else if (regex[i + 1] !== '?') unnamed++;
    }
  }
  return { names, unnamed: names.length > 0 ? 0 : unnamed };
}
