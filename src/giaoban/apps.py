"""The stored half of the product: models, migrations and commands."""

from django.apps import AppConfig


class GiaobanConfig(AppConfig):
    name = "giaoban"
    default_auto_field = "django.db.models.BigAutoField"
