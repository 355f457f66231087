class HttpResponse:
    pass
