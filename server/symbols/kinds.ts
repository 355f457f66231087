import type { Kind } from '../project/kind';
import { argument } from './argument';
import { block } from './block';
import { component } from './component';
import { filter } from './filter';
import { format } from './format';
import { library } from './library';
import { partial } from './partial';
import { registeredComponent } from './registeredComponent';
import { route } from './route';
import { staticFile } from './staticFile';
import { tag } from './tag';
import { template } from './template';
import { variable } from './variable';

/** Every kind of thing that one can point at. A new kind is one file and a line here. */
export const kinds: readonly Kind[] = [
  route,
  block,
  partial,
  template,
  component,
  registeredComponent,
  tag,
  filter,
  library,
  staticFile,
  format,
  argument,
  variable,
];
