import { findMember, isFramework } from '../../python/resolve';
import type { FoundMember, FunctionValue } from '../../python/values';
import type { World } from '../../python/world';
import type { App } from './apps';

/** `AppConfig.ready` of an app of the project or a package; undefined where it is Django's own, which does nothing. */
export function readyMethod({ config }: App, world: World): (FoundMember & { value: FunctionValue }) | undefined {
  const found = config && findMember(config, 'ready', world);
  return found?.value.kind === 'function' && !isFramework(found.owner.module)
    ? { value: found.value, owner: found.owner }
    : undefined;
}
