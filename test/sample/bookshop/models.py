"""Abstract models that the apps build on."""

from django.db import models


class TimeStampedModel(models.Model):
    """Remembers when a row was made and when it was last saved."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        get_latest_by = "created_at"
