"""The addresses of the dictionary of indicators."""

from django.urls import path

from giaoban.web.reporting.dictionary import dictionary, shared_indicator
from giaoban.web.reporting.dictionary_editing import (
    add_entry,
    edit_entry,
    link_indicators,
    remove_entry,
    unlink,
)

_DICTIONARY = "results/dictionary/"

urlpatterns = [
    path(_DICTIONARY, dictionary, name="dictionary"),
    path(f"{_DICTIONARY}add/", add_entry, name="add_shared_indicator"),
    path(f"{_DICTIONARY}link/", link_indicators, name="link_indicators"),
    path(f"{_DICTIONARY}unlink/<int:pk>/", unlink, name="unlink_indicator"),
    path(f"{_DICTIONARY}<int:pk>/", shared_indicator, name="shared_indicator"),
    path(f"{_DICTIONARY}<int:pk>/edit/", edit_entry, name="edit_shared_indicator"),
    path(f"{_DICTIONARY}<int:pk>/remove/", remove_entry, name="remove_shared_indicator"),
]
