from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse


class User(AbstractUser):
    """A customer, or somebody who works in the shop."""

    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField(
        max_length=60,
        blank=True,
        help_text="Shown beside your reviews instead of your user name.",
    )
    about = models.TextField("about you", max_length=500, blank=True)
    newsletter = models.BooleanField(
        "monthly letter",
        default=False,
        help_text="New books once a month, and nothing else.",
    )

    def __str__(self):
        return self.display_name or self.username

    def get_absolute_url(self):
        return reverse("accounts:profile", kwargs={"username": self.username})
