"""The addresses of workbooks whose cells are marked."""

from django.urls import path

from giaoban.web.reporting.marking import marking
from giaoban.web.reporting.marking_steps import (
    change_workbook_map,
    drop_workbook_map,
    make_form_from_workbook,
    mark_workbook_block,
    mark_workbook_cell,
    use_workbook_map,
)
from giaoban.web.reporting.own_workbooks import own_workbook, regime_workbook

_ONE = "regimes/workbooks/<int:pk>/"

urlpatterns = [
    path("regimes/<int:pk>/workbook/", regime_workbook, name="regime_workbook"),
    path("regimes/<int:pk>/workbook/<int:unit_id>/", own_workbook, name="own_workbook"),
    path(_ONE, marking, name="workbook_map"),
    path(f"{_ONE}mark/", mark_workbook_cell, name="mark_workbook_cell"),
    path(f"{_ONE}block/", mark_workbook_block, name="mark_workbook_block"),
    path(f"{_ONE}form/", make_form_from_workbook, name="make_form_from_workbook"),
    path(f"{_ONE}use/", use_workbook_map, name="use_workbook_map"),
    path(f"{_ONE}change/", change_workbook_map, name="change_workbook_map"),
    path(f"{_ONE}drop/", drop_workbook_map, name="drop_workbook_map"),
]
