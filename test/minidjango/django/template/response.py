class SimpleTemplateResponse:
    def __init__(self, template, context=None, using=None):
        pass


class TemplateResponse(SimpleTemplateResponse):
    def __init__(self, request, template, context=None, using=None):
        pass
