import type { Check } from '../project/finding';
import { invalidTagArguments } from './invalidTagArguments';
import { mismatchedTag } from './mismatchedTag';
import { routeNotFound } from './routeNotFound';
import { templateNotFound } from './templateNotFound';
import { templateStructure } from './templateStructure';
import { templateSyntax } from './templateSyntax';
import { unclosedTag } from './unclosedTag';
import { unknownFilter } from './unknownFilter';
import { unknownLibrary } from './unknownLibrary';
import { unknownTag } from './unknownTag';

/** Every rule. A new one is a file with its documentation beside it, and a line here. */
export const checks: readonly Check[] = [
  unknownTag,
  unknownFilter,
  unknownLibrary,
  unclosedTag,
  mismatchedTag,
  invalidTagArguments,
  templateSyntax,
  templateStructure,
  templateNotFound,
  routeNotFound,
];
