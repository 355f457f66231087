import type { Check } from '../project/findings/finding';
import { altersData } from './altersData';
import { blockNotFound } from './blockNotFound';
import { componentNotFound } from './componentNotFound';
import { deprecatedTag } from './deprecatedTag';
import { invalidRouteArguments } from './invalidRouteArguments';
import { invalidTagArguments } from './invalidTagArguments';
import { lostContent } from './lostContent';
import { methodNeedsArguments } from './methodNeedsArguments';
import { mismatchedTag } from './mismatchedTag';
import { missingCsrfToken } from './missingCsrfToken';
import { partialNotFound } from './partialNotFound';
import { routeNotFound } from './routeNotFound';
import { shadowedVariable } from './shadowedVariable';
import { staticFileNotFound } from './staticFileNotFound';
import { templateNotFound } from './templateNotFound';
import { templateStructure } from './templateStructure';
import { templateSyntax } from './templateSyntax';
import { unclosedTag } from './unclosedTag';
import { unknownAttribute } from './unknownAttribute';
import { unknownFilter } from './unknownFilter';
import { unknownLibrary } from './unknownLibrary';
import { unknownTag } from './unknownTag';
import { unusedIgnore } from './unusedIgnore';
import { unusedLoad } from './unusedLoad';

/** Every rule. A new one is a file with its documentation beside it, and a line here; the last one sees what the others found. */
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
  invalidRouteArguments,
  staticFileNotFound,
  blockNotFound,
  componentNotFound,
  partialNotFound,
  lostContent,
  missingCsrfToken,
  shadowedVariable,
  unknownAttribute,
  methodNeedsArguments,
  altersData,
  deprecatedTag,
  unusedLoad,
  unusedIgnore,
];
