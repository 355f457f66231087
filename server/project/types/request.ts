import { findMember, isFramework, resolve } from '../../python/resolve';
import { callOutside, runOn } from '../../python/run';
import { type Call, likeliest, nowhere, type Value } from '../../python/values';
import type { ImportStrings } from '../modules/importStrings';
import type { Types } from './types';

/**
 * A request as a view gets it: with the attributes that the project's own middleware sets
 * (django.core.handlers.base.BaseHandler.load_middleware).
 */
export function requestAfter(middleware: ImportStrings, types: Types): Call {
  let request = bareRequest();
  for (const { dotted } of middleware.list) {
    if (isFramework(dotted)) continue;
    const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
    request = after(target, request, types) ?? request;
  }
  return request;
}

/** A request without anything that middleware adds. */
export function bareRequest(): Call {
  return {
    kind: 'call',
    callee: { kind: 'ref', dotted: 'django.http.request.HttpRequest' },
    args: [],
    keywords: new Map(),
    place: nowhere,
    attributes: new Map(),
  };
}

function after(target: Value, request: Call, types: Types): Call | undefined {
  if (target.kind === 'function') {
    // A factory gives the function that is called with each request.
    const made = callOutside(target, [getResponse], types.world);
    const inner = made && likeliest(made);
    return inner?.kind === 'function' ? runOn({ value: inner }, request, types.world) : undefined;
  }
  if (target.kind !== 'class') return undefined;
  let last: Call | undefined;
  for (const name of ['__call__', 'process_request', 'process_view']) {
    const method = findMember(target, name, types.world);
    if (method?.value.kind !== 'function' || isFramework(method.owner.module)) continue;
    last = runOn({ value: method.value, method, self: types.instanceOf(target) }, last ?? request, types.world) ?? last;
  }
  return last;
}

const getResponse: Value = { kind: 'ref', dotted: 'django.core.handlers.base.BaseHandler.get_response' };
