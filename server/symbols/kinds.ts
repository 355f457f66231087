import type { Kind } from '../project/kind';
import { filter } from './filter';
import { library } from './library';
import { route } from './route';
import { staticFile } from './staticFile';
import { tag } from './tag';
import { template } from './template';

/** Every kind of thing that one can point at. A new kind is one file and a line here. */
export const kinds: readonly Kind[] = [route, template, tag, filter, library, staticFile];
