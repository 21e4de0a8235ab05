"""The addresses of results: the explorer, its files and pictures, and the origin of a figure."""

from django.urls import path

from giaoban.web.reporting.carried import carried_totals
from giaoban.web.reporting.explorer import results, results_file, results_picture
from giaoban.web.reporting.origin import origin

urlpatterns = [
    path("results/", results, name="results"),
    path("results/table.<str:form>", results_file, name="results_file"),
    path("results/picture/<str:kind>-<str:theme>.svg", results_picture, name="results_picture"),
    path(
        "results/origin/<int:unit_id>/<int:period_id>/<str:code>/",
        origin,
        name="origin",
    ),
    path("settings/carried-totals/", carried_totals, name="carried_totals"),
]
