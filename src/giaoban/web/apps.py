"""The pages: templates, static files and addresses."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "giaoban.web"
    label = "giaoban_web"
