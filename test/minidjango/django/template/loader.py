def get_template(template_name, using=None):
    pass


def select_template(template_name_list, using=None):
    pass


def render_to_string(template_name, context=None, request=None, using=None):
    pass
