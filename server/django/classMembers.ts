/**
 * The public names of Django's own classes beyond those that objects.ts tells the types of, of all versions from 4.2 to 6.1: what is
 * in none of these a template cannot find.
 */
export const classMembers: Readonly<Record<string, string>> = {
  'django.db.models.base.Model':
    'adelete arefresh_from_db asave check clean clean_fields date_error_message delete from_db full_clean get_constraints get_deferred_fields pk prepare_database_save refresh_from_db save save_base serializable_value unique_error_message validate_constraints validate_unique',
  'django.db.models.query.QuerySet':
    'aaggregate abulk_create abulk_update acontains acount acreate adelete aearliest aexists aexplain afirst aget aget_or_create aggregate ain_bulk aiterator alast alatest alias all annotate as_manager aupdate aupdate_or_create bulk_create bulk_update complex_filter contains count create dates datetimes db defer delete difference distinct earliest exclude exists explain extra fetch_mode filter first get get_or_create in_bulk intersection iterator last latest model none only order_by ordered prefetch_related query raw resolve_expression reverse select_for_update select_related totally_ordered union update update_or_create using values values_list',
  'django.db.models.manager.BaseManager':
    'all auto_created check contribute_to_class creation_counter db db_manager deconstruct from_queryset get_queryset model name use_in_migrations',
  'django.forms.utils.RenderableMixin': 'get_context render',
  'django.forms.forms.BaseForm':
    'add_error add_initial_prefix add_prefix auto_id base_fields bound_field_class changed_data clean cleaned_data data declared_fields default_renderer empty_permitted error_class errors field_order fields files full_clean get_context get_initial_for_field has_changed has_error hidden_fields initial is_bound is_multipart is_valid label_suffix media non_field_errors order_fields prefix renderer template_name template_name_div template_name_label template_name_p template_name_table template_name_ul use_required_attribute visible_fields',
  'django.forms.models.BaseModelForm': 'clean instance save save_m2m validate_constraints validate_unique',
  'django.contrib.messages.storage.base.Message': 'extra_tags level level_tag message tags',
  'django.forms.boundfield.BoundField':
    'aria_describedby as_hidden as_text as_textarea as_widget auto_id build_widget_attrs css_classes data errors field form get_context help_text html_initial_id html_initial_name html_name id_for_label initial is_hidden label label_tag legend_tag name renderer subwidgets template_name use_fieldset value widget_type',
  'django.forms.utils.RenderableFieldMixin': 'as_field_group as_hidden as_widget',
  'django.forms.utils.RenderableFormMixin': 'as_div as_p as_table as_ul',
  'django.views.generic.base.View':
    'args as_view dispatch head http_method_names http_method_not_allowed kwargs options request setup view_is_async',
  'django.contrib.auth.models.AnonymousUser':
    'aget_all_permissions aget_group_permissions aget_user_permissions ahas_module_perms ahas_perm ahas_perms check_password delete get_all_permissions get_group_permissions get_user_permissions get_username groups has_module_perms has_perm has_perms id is_active is_anonymous is_authenticated is_staff is_superuser pk save set_password user_permissions username',
};
