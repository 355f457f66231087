"""Middleware of the whole site."""

import time


def server_timing(get_response):
    """Tell the browser's developer tools how long Django took for the page."""

    def middleware(request):
        started = time.perf_counter()
        response = get_response(request)
        milliseconds = (time.perf_counter() - started) * 1000
        response["Server-Timing"] = f"django;dur={milliseconds:.1f}"
        return response

    return middleware
