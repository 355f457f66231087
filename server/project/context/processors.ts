import { resolve } from '../../python/resolve';
import { runFunction } from '../../python/run';
import { asString, likeliest, optionsOf, type Place } from '../../python/values';
import type { Engines } from '../templates/engines';
import { instanceOf } from '../types/instances';
import { listOf, plain, type Type } from '../types/type';
import type { Types } from '../types/types';
import { userType } from '../types/writtenType';

/** A name that a context processor adds to every context of a request. */
export interface ProcessorName {
  readonly name: string;
  readonly by: string;
  readonly place: Place | undefined;
  readonly type: () => Type;
}

/**
 * What the context processors of the engines add, Django's own and the project's (django.template.context.RequestContext.bind_template).
 */
export function processorNames(engines: Engines, types: Types): ProcessorName[] {
  const request = types.request();
  const paths = [
    ...new Set(engines.list.flatMap((engine) => engine.contextProcessors.list.map(({ dotted }) => dotted))),
  ];
  return [
    { name: 'csrf_token', by: 'django.template.context_processors.csrf', place: undefined, type: () => plain('str') },
    ...paths.flatMap((dotted): ProcessorName[] => {
      const known = djangoProcessors[dotted]?.(types);
      if (known)
        return Object.entries(known).map(([name, type]) => ({ name, by: dotted, place: undefined, type: () => type }));
      const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
      if (target.kind !== 'function') return [];
      const made = runFunction(target, [request], types.world)?.value;
      return optionsOf(made ?? { kind: 'literal', value: null }).flatMap((option) =>
        option.kind !== 'dict'
          ? []
          : option.entries.flatMap(({ key, value }): ProcessorName[] => {
              const name = asString(resolve(key, types.world));
              const place = (key.kind === 'literal' ? key.place : undefined) ?? target.place;
              return name === undefined ? [] : [{ name, by: dotted, place, type: () => types.typeOf(value) }];
            }),
      );
    }),
  ];
}

/** django.template.context_processors, and those of django.contrib. */
const djangoProcessors: Readonly<Record<string, (types: Types) => Readonly<Record<string, Type>>>> = {
  'django.contrib.auth.context_processors.auth': (types) => ({
    user: userType(types),
    perms: instanceOf('django.contrib.auth.context_processors.PermWrapper'),
  }),
  'django.template.context_processors.request': (types) => ({ request: types.typeOf(types.request()) }),
  'django.contrib.messages.context_processors.messages': () => ({
    messages: listOf(() => instanceOf('django.contrib.messages.storage.base.Message')),
    DEFAULT_MESSAGE_LEVELS: { kind: 'dict', entries: new Map(), rest: () => plain('int') },
  }),
  'django.template.context_processors.i18n': () => ({
    LANGUAGES: listOf(() => ({ kind: 'tuple', items: [() => plain('str'), () => plain('str')] })),
    LANGUAGE_CODE: plain('str'),
    LANGUAGE_BIDI: plain('bool'),
  }),
  'django.template.context_processors.static': () => ({ STATIC_URL: plain('str') }),
  'django.template.context_processors.media': () => ({ MEDIA_URL: plain('str') }),
  'django.template.context_processors.tz': () => ({ TIME_ZONE: plain('str') }),
  'django.template.context_processors.csp': () => ({ csp_nonce: plain('str') }),
  'django.template.context_processors.debug': () => ({
    debug: plain('bool'),
    sql_queries: listOf(() => ({ kind: 'dict', entries: new Map(), rest: () => plain('str') })),
  }),
  'django.template.context_processors.csrf': () => ({ csrf_token: plain('str') }),
};
