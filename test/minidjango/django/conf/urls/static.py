def static(prefix, view=None, **kwargs):
    return []
