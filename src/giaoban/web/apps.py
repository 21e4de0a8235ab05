"""The pages: templates, static files and addresses; no log of theirs holds a link's token."""

import logging

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "giaoban.web"
    label = "giaoban_web"

    def ready(self) -> None:
        from giaoban.web.links.blotting import BlotTokens

        for name in ("django.request", "django.server", "django.security.csrf", "granian.access"):
            logging.getLogger(name).addFilter(BlotTokens())
