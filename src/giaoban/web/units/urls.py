"""The addresses of the units."""

from django.urls import path, re_path

from giaoban.web.units.changes import change_unit
from giaoban.web.units.importing import import_units
from giaoban.web.units.tree import below, export_units, pick_unit, units
from giaoban.web.units.unit_page import unit

urlpatterns = [
    path("units/", units, name="units"),
    path("units/export/", export_units, name="export_units"),
    path("units/import/", import_units, name="import_units"),
    path("units/pick/", pick_unit, name="pick_unit"),
    path("units/<int:pk>/", unit, name="unit"),
    path("units/<int:pk>/below/", below, name="units_below"),
    re_path(
        r"^units/(?P<pk>\d+)/(?P<kind>add|rename|move|close)/$", change_unit, name="change_unit"
    ),
]
