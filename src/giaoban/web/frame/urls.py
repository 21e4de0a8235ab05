"""The addresses of the frame."""

from django.urls import path

from giaoban.web.frame.choices import act_for, language, theme
from giaoban.web.frame.search import search
from giaoban.web.frame.settings_page import settings_page

urlpatterns = [
    path("search/", search, name="search"),
    path("settings/", settings_page, name="settings"),
    path("choose/unit/", act_for, name="act_for"),
    path("choose/language/", language, name="language"),
    path("choose/theme/", theme, name="theme"),
]
