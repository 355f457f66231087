def reverse(viewname, urlconf=None, args=None, kwargs=None, current_app=None):
    return ""


reverse_lazy = reverse
