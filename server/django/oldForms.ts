import { isBefore } from './versions';

/** A tag, filter or library that Django once had. */
export interface OldForm {
  readonly kind: 'tag' | 'filter' | 'library';
  readonly name: string;
  /** The first version that warns of it, and the first that does not have it. */
  readonly deprecated: string;
  readonly removed: string;
  /** What takes its place, as the end of a sentence. */
  readonly instead: string;
}

/** What Django's release notes say of its template language ("Features deprecated in", "Features removed in"). */
const forms: readonly OldForm[] = [
  { kind: 'filter', name: 'length_is', deprecated: '4.2', removed: '5.1', instead: "compare the 'length' with '=='" },
  { kind: 'tag', name: 'ifequal', deprecated: '3.1', removed: '4.0', instead: "use 'if' with '=='" },
  { kind: 'tag', name: 'ifnotequal', deprecated: '3.1', removed: '4.0', instead: "use 'if' with '!='" },
  { kind: 'library', name: 'staticfiles', deprecated: '2.1', removed: '3.0', instead: "load 'static'" },
  { kind: 'library', name: 'admin_static', deprecated: '2.1', removed: '3.0', instead: "load 'static'" },
  { kind: 'library', name: 'future', deprecated: '1.7', removed: '1.9', instead: 'its tags need no library any more' },
];

/** What a version of Django still has, and warns of. */
export function deprecatedForms(version: string): readonly OldForm[] {
  return forms.filter(({ deprecated, removed }) => !isBefore(version, deprecated) && isBefore(version, removed));
}

/** What a version of Django no longer has, by its kind and name. */
export function removedForm(kind: OldForm['kind'], name: string, version: string): OldForm | undefined {
  return forms.find((form) => form.kind === kind && form.name === name && !isBefore(version, form.removed));
}
