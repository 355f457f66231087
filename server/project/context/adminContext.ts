import { anyModel } from '../types/anyModel';
import { instanceOf } from '../types/instances';
import type { Type } from '../types/type';
import type { Types } from '../types/types';
import { writtenType } from '../types/writtenType';

/** A name that the admin's views put into the context of a template. */
export interface AdminName {
  readonly name: string;
  readonly by: string;
  readonly type: () => Type;
}

/**
 * What the admin's own views give to a template, by its name: `admin/change_list.html`, or that of an app or a model
 * (`admin/shop/order/change_list.html`) (django.contrib.admin.sites.AdminSite and options.ModelAdmin).
 */
export function adminNames(template: string, types: Types): AdminName[] {
  const found = /^admin\/(?:(\w+)\/)?(?:(\w+)\/)?(\w+)\.html$/.exec(template);
  if (found === null) return [];
  const [, app, model, page] = found;
  const label = [...types.models().byLabel.keys()].find((one) => one.toLowerCase() === `${app}.${model}`.toLowerCase());
  const owner = instanceOf('django.contrib.admin.options.ModelAdmin', () =>
    label === undefined ? anyModel : { kind: 'model', label },
  );
  const own = pages[page];
  const names = (by: string, written: Readonly<Record<string, string>>): AdminName[] =>
    Object.entries(written).map(([name, one]) => ({ name, by, type: () => writtenType(one, owner, types) }));
  return [
    ...(own ? names(`django.contrib.admin.options.ModelAdmin.${own.view}`, { ...ofModel, ...own.names }) : []),
    ...(own || page === 'index' || page === 'app_index' || page.startsWith('base')
      ? names('django.contrib.admin.sites.AdminSite.each_context', ofSite)
      : []),
    ...(page === 'index' || page === 'app_index'
      ? names('django.contrib.admin.sites.AdminSite.index', {
          title: 'str',
          subtitle: 'None',
          app_list: 'list[dict[?]]',
          app_label: 'str',
        })
      : []),
  ];
}

const ofSite = {
  site_title: 'str',
  site_header: 'str',
  site_url: 'str',
  has_permission: 'bool',
  available_apps: 'list[dict[?]]',
  is_popup: 'bool',
  is_nav_sidebar_enabled: 'bool',
  log_entries: '?',
};

const ofModel = {
  title: 'str',
  subtitle: 'str',
  opts: 'django.db.models.options.Options',
  is_popup: 'bool',
  to_field: 'str',
  preserved_filters: 'str',
};

const change = {
  adminform: 'django.contrib.admin.helpers.AdminForm',
  object_id: 'str',
  original: 'item',
  media: 'django.forms.widgets.Media',
  inline_admin_formsets: 'list[django.contrib.admin.helpers.InlineAdminFormSet]',
  errors: 'django.forms.utils.ErrorList',
  add: 'bool',
  change: 'bool',
  has_view_permission: 'bool',
  has_add_permission: 'bool',
  has_change_permission: 'bool',
  has_delete_permission: 'bool',
  has_editable_inline_admin_formsets: 'bool',
  has_file_field: 'bool',
  has_absolute_url: 'bool',
  absolute_url: 'str',
  form_url: 'str',
  content_type_id: 'int',
  save_as: 'bool',
  save_on_top: 'bool',
  to_field_var: 'str',
  is_popup_var: 'str',
  app_label: 'str',
};

const pages: Readonly<Record<string, { readonly view: string; readonly names: Readonly<Record<string, string>> }>> = {
  change_form: { view: 'changeform_view', names: change },
  change_list: {
    view: 'changelist_view',
    names: {
      module_name: 'str',
      selection_note: 'str',
      selection_note_all: 'str',
      cl: 'django.contrib.admin.views.main.ChangeList[item]',
      media: 'django.forms.widgets.Media',
      has_add_permission: 'bool',
      action_form: 'django.forms.forms.Form',
      actions_on_top: 'bool',
      actions_on_bottom: 'bool',
      actions_selection_counter: 'bool',
    },
  },
  delete_confirmation: {
    view: 'delete_view',
    names: {
      object_name: 'str',
      object: 'item',
      deleted_objects: 'list[?]',
      model_count: 'list[?]',
      perms_lacking: 'list[str]',
      protected: 'list[?]',
      app_label: 'str',
    },
  },
  object_history: {
    view: 'history_view',
    names: {
      action_list: 'django.core.paginator.Page[django.contrib.admin.models.LogEntry]',
      page_range: 'list[?]',
      page_var: 'str',
      pagination_required: 'bool',
      module_name: 'str',
      object: 'item',
    },
  },
};
