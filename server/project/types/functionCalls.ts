import { resolve } from '../../python/resolve';
import { asString, type Call, dottedOf, type Value } from '../../python/values';
import { modelNamed } from '../models/modelNamed';
import { classNamed } from './annotation';
import { anyModelClass, anyRows } from './anyModel';
import { attributeOf } from './attributes';
import { calledType } from './calledType';
import { instanceOf } from './instances';
import { itemOf } from './items';
import { classPath, listOf, optionsOfType, plain, type QuerySet, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';
import { userType } from './writtenType';

/** What a call of a function or class of Django's or Python's own gives, by its dotted path; undefined for all others. */
export function callOfFunction(dotted: string, call: Call, types: Types): Type | undefined {
  const [first, second] = call.args;
  const of = (value: Value | undefined): Type => (value ? types.typeOf(value) : unknownType);
  const item = (value: Value | undefined) => () => itemOf(of(value), types);
  switch (dotted) {
    case 'django.shortcuts.get_object_or_404':
    case 'django.shortcuts.aget_object_or_404':
      return rowOf(querysetOf(first, types));
    case 'django.shortcuts.get_list_or_404':
    case 'django.shortcuts.aget_list_or_404': {
      const rows = querysetOf(first, types);
      return rows && listOf(() => rowOf(rows)!);
    }
    case 'django.contrib.auth.get_user':
      return userType(types);
    case 'django.contrib.auth.get_user_model':
    case 'django.apps.apps.get_model':
    case 'django.apps.registry.apps.get_model': {
      const model = modelNamed(call, { world: types.world, models: types.models(), settings: types.settings() });
      return model ? { kind: 'class', value: model.value } : anyModelClass;
    }
    case 'django.core.paginator.Paginator':
    case 'django.core.paginator.Page':
      return instanceOf(dotted, item(first));
    case 'django.forms.formsets.formset_factory()':
    case 'django.forms.formset_factory()':
      return instanceOf('django.forms.formsets.BaseFormSet', () => calledType(of(first), types));
    case 'django.forms.models.modelformset_factory()':
    case 'django.forms.modelformset_factory()':
    case 'django.forms.models.inlineformset_factory()':
    case 'django.forms.inlineformset_factory()': {
      const form = call.keywords.get('form');
      return instanceOf('django.forms.formsets.BaseFormSet', () =>
        form ? calledType(of(form), types) : instanceOf('django.forms.models.ModelForm'),
      );
    }
    case 'django.forms.models.modelform_factory':
    case 'django.forms.modelform_factory': {
      const form = call.keywords.get('form') ?? second;
      const type = of(form);
      return type.kind === 'class'
        ? type
        : { kind: 'class', value: { kind: 'ref', dotted: 'django.forms.models.ModelForm' } };
    }
    case 'datetime.date.today':
      return plain('date');
    case 'datetime.datetime.now':
    case 'datetime.datetime.utcnow':
    case 'datetime.datetime.today':
    case 'datetime.datetime.combine':
    case 'datetime.datetime.fromtimestamp':
    case 'django.utils.timezone.now':
    case 'django.utils.timezone.localtime':
    case 'django.utils.timezone.make_aware':
      return plain('datetime');
    case 'django.utils.timezone.localdate':
      return plain('date');
    case 'builtins.range':
      return listOf(() => plain('int'));
    case 'builtins.enumerate':
      return listOf(() => ({ kind: 'tuple', items: [() => plain('int'), item(first)] }));
    case 'builtins.zip':
      return listOf(() => ({ kind: 'tuple', items: call.args.map((argument) => item(argument)) }));
    case 'builtins.list':
    case 'builtins.sorted':
    case 'builtins.reversed':
    case 'builtins.set':
    case 'builtins.tuple':
    case 'builtins.frozenset':
    case 'builtins.iter':
      return listOf(first ? item(first) : () => unknownType, dotted === 'builtins.set' ? 'set' : 'list');
    case 'builtins.filter':
    case 'itertools.islice':
      return listOf(item(dotted === 'builtins.filter' ? second : first));
    case 'itertools.chain':
      return listOf(() => unionOf(call.args.map((argument) => itemOf(of(argument), types))));
    case 'builtins.dict':
    case 'collections.OrderedDict':
      return first !== undefined
        ? dictOf(of(first), types)
        : {
            kind: 'dict',
            entries: new Map(
              [...call.keywords].map(([name, value]) => [name, { type: () => of(value), place: call.place }]),
            ),
            ...(call.keywords.size === 0 && { key: () => unknownType }),
            ...(call.open && { rest: () => unknownType }),
          };
    case 'builtins.next':
    case 'builtins.min':
    case 'builtins.max':
      return call.args.length === 1 || dotted === 'builtins.next'
        ? itemOf(of(first), types)
        : unionOf(call.args.map(of));
    case 'builtins.getattr': {
      const name = asString(second && resolve(second, types.world));
      const found = name === undefined ? undefined : attributeOf(of(first), name, types)?.type();
      return found ?? unknownType;
    }
    case 'django.utils.functional.SimpleLazyObject':
      return calledType(of(first), types);
    case 'copy.copy':
    case 'copy.deepcopy':
      return of(first);
    default:
      return dotted.startsWith('operator.')
        ? arithmetic(dotted.slice('operator.'.length), call.args.map(of))
        : named(dotted);
  }
}

/** What `dict()` makes of a dict, or of pairs. */
function dictOf(given: Type, types: Types): Type {
  if (given.kind === 'dict') return { ...given, rest: given.rest ?? (() => unknownType) };
  const part = (at: number) => () =>
    unionOf(
      optionsOfType(itemOf(given, types)).map(
        (one) => (one.kind === 'tuple' ? one.items[at]?.() : undefined) ?? unknownType,
      ),
    );
  return { kind: 'dict', entries: new Map(), key: part(0), rest: part(1) };
}

/** What an operator gives for numbers and texts; of querysets, `|` and `&` give such, of media `+`. */
function arithmetic(op: string, operands: readonly Type[]): Type {
  const [a, b] = operands.map((type) => unionOf(optionsOfType(type).filter(({ kind }) => kind !== 'none')));
  // Querysets of other models cannot be combined (django.db.models.query.QuerySet.__or__ and its like).
  if (a?.kind === 'queryset' && (b?.kind === 'queryset' ? a.label === b.label : b?.kind === 'unknown'))
    return { ...a, isManager: false };
  const media = op === '+' ? operands.find(isMedia) : undefined;
  if (media) return media;
  if (a?.kind !== 'plain' || b?.kind !== 'plain') return unknownType;
  if (a.name === 'str') return a;
  const names = ['bool', 'int', 'float', 'Decimal'];
  const [left, right] = [names.indexOf(a.name), names.indexOf(b.name)];
  return left < 0 || right < 0 ? unknownType : plain(names[Math.max(left, right, op === '/' ? 2 : 1)]);
}

/** `Media.__add__` takes nothing but media (django.forms.widgets.Media). */
function isMedia(type: Type): boolean {
  return type.kind === 'instance' && /^django\.forms\.(?:widgets\.)?Media$/.test(classPath(type.class));
}

function named(dotted: string): Type | undefined {
  const text = results.get(dotted);
  return text === undefined ? classNamed(dotted) : plain(text);
}

const results: ReadonlyMap<string, string> = new Map([
  ...['builtins.len', 'builtins.round', 'builtins.abs', 'builtins.ord', 'builtins.hash', 'builtins.id'].map(
    (name) => [name, 'int'] as const,
  ),
  ...[
    'builtins.any',
    'builtins.all',
    'builtins.isinstance',
    'builtins.hasattr',
    'builtins.callable',
    'builtins.issubclass',
    'django.utils.http.url_has_allowed_host_and_scheme',
  ].map((name) => [name, 'bool'] as const),
  ...[
    'builtins.repr',
    'builtins.format',
    'builtins.chr',
    'django.urls.reverse',
    'django.urls.base.reverse',
    'django.urls.reverse_lazy',
    'django.urls.base.reverse_lazy',
    'django.shortcuts.resolve_url',
    'django.template.loader.render_to_string',
    'django.utils.safestring.mark_safe',
    'django.utils.html.format_html',
    'django.utils.html.format_html_join',
    'django.utils.html.escape',
    'django.utils.html.conditional_escape',
    'django.utils.html.strip_tags',
    'django.utils.text.slugify',
    'django.utils.text.capfirst',
    'django.utils.text.get_text_list',
    'django.utils.encoding.force_str',
    'django.utils.encoding.smart_str',
    'django.utils.translation.gettext',
    'django.utils.translation.gettext_lazy',
    'django.utils.translation.ngettext',
    'django.utils.translation.ngettext_lazy',
    'django.utils.translation.pgettext',
    'django.utils.translation.pgettext_lazy',
    'django.utils.translation.npgettext',
    'django.utils.translation.get_language',
    'django.middleware.csrf.get_token',
    'django.templatetags.static.static',
    'django.utils.formats.date_format',
    'urllib.parse.urlencode',
    'json.dumps',
  ].map((name) => [name, 'str'] as const),
  ['builtins.sum', 'number'],
]);

/** The rows behind a model, a manager or a queryset, as django.shortcuts takes any of them. */
function querysetOf(value: Value | undefined, types: Types): QuerySet | undefined {
  if (value === undefined) return undefined;
  for (const type of optionsOfType(types.typeOf(value))) {
    if (type.kind === 'queryset') return type;
    const model =
      type.kind === 'class' && type.value.kind === 'class'
        ? types.models().byClass.get(dottedOf(type.value)!)
        : undefined;
    if (model) return { kind: 'queryset', label: model.label, isManager: false };
  }
  const model = modelNamed(value, { world: types.world, models: types.models(), settings: types.settings() });
  return model ? { kind: 'queryset', label: model.label, isManager: false } : anyRows;
}

function rowOf(rows: QuerySet | undefined): Type | undefined {
  return rows && (rows.row ?? { kind: 'model', label: rows.label, ...(rows.extra && { extra: rows.extra }) });
}
