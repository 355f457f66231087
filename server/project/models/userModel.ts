import { asString, dottedOf, type Value } from '../../python/values';
import type { Settings } from '../settings';

/** The label of the model that django.contrib.auth.get_user_model gives: AUTH_USER_MODEL, else what django.conf.global_settings has. */
export function userModelLabel(settings: Settings): string {
  return asString(settings.value('AUTH_USER_MODEL')) ?? 'auth.User';
}

/** Whether a value is a call of get_user_model() that is not computed. */
export function isUserModelCall(value: Value): boolean {
  return value.kind === 'call' && dottedOf(value.callee) === 'django.contrib.auth.get_user_model';
}
