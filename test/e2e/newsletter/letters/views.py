from django.shortcuts import render


def issues(request):
    """Every letter that was sent, the newest first."""
    return render(request, "letters/issues.html")


def subscribe(request):
    return render(request, "letters/issues.html")
