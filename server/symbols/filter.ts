import type { Kind } from '../project/kind';
import { registeredKind } from '../project/registeredKind';

/** Template filters. */
export const filter: Kind = registeredKind('filter');
