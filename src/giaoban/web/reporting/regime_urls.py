"""The addresses of regimes, their forms, periods and targets."""

from django.urls import path

from giaoban.web.reporting.designer import (
    arrange_form,
    begin_form,
    discard_form,
    form_designer,
    publish,
)
from giaoban.web.reporting.designer_blocks import edit_breakdown, edit_list, edit_table
from giaoban.web.reporting.designer_check import edit_check, try_check
from giaoban.web.reporting.designer_indicator import edit_indicator
from giaoban.web.reporting.outline import edit_outline
from giaoban.web.reporting.periods import (
    extend_period,
    lock_regime_period,
    open_regime_period,
    regime_periods,
)
from giaoban.web.reporting.projects import (
    add_project,
    ask_project,
    edit_project,
    projects,
    remove_project,
)
from giaoban.web.reporting.regime_editing import (
    edit_deadlines,
    edit_settings,
    new_regime,
    preview_deadline,
)
from giaoban.web.reporting.regime_files import download_regime, upload_regime
from giaoban.web.reporting.regime_reminders import edit_reminders
from giaoban.web.reporting.regimes import form_version, regime, regimes
from giaoban.web.reporting.targets import regime_targets

urlpatterns = [
    path("regimes/", regimes, name="regimes"),
    path("regimes/new/", new_regime, name="new_regime"),
    path("regimes/upload/", upload_regime, name="upload_regime"),
    path("regimes/projects/", projects, name="projects"),
    path("regimes/projects/new/", add_project, name="add_project"),
    path("regimes/projects/<int:pk>/", edit_project, name="edit_project"),
    path("regimes/projects/<int:pk>/remove/", remove_project, name="remove_project"),
    path("regimes/projects/<int:pk>/ask/<int:regime>/", ask_project, name="ask_project"),
    path("regimes/<int:pk>/", regime, name="regime"),
    path("regimes/<int:pk>/edit/", edit_settings, name="edit_regime"),
    path("regimes/<int:pk>/deadlines/", edit_deadlines, name="edit_deadlines"),
    path("regimes/<int:pk>/deadlines/preview/", preview_deadline, name="preview_deadline"),
    path("regimes/<int:pk>/reminders/", edit_reminders, name="edit_reminders"),
    path("regimes/<int:pk>/outline/", edit_outline, name="edit_outline"),
    path("regimes/<int:pk>/file/", download_regime, name="download_regime"),
    path("regimes/<int:pk>/versions/<int:number>/", form_version, name="form_version"),
    path("regimes/<int:pk>/form/", form_designer, name="form_designer"),
    path("regimes/<int:pk>/form/begin/", begin_form, name="begin_form"),
    path("regimes/<int:pk>/form/arrange/", arrange_form, name="arrange_form"),
    path("regimes/<int:pk>/form/publish/", publish, name="publish_form"),
    path("regimes/<int:pk>/form/discard/", discard_form, name="discard_form"),
    path("regimes/<int:pk>/form/indicator/", edit_indicator, name="add_indicator"),
    path("regimes/<int:pk>/form/indicator/<str:code>/", edit_indicator, name="edit_indicator"),
    path("regimes/<int:pk>/form/check/", edit_check, name="add_check"),
    path("regimes/<int:pk>/form/check/try/", try_check, name="try_check"),
    path("regimes/<int:pk>/form/check/<int:number>/", edit_check, name="edit_check"),
    path("regimes/<int:pk>/form/breakdown/", edit_breakdown, name="add_breakdown"),
    path("regimes/<int:pk>/form/breakdown/<str:code>/", edit_breakdown, name="edit_breakdown"),
    path("regimes/<int:pk>/form/table/", edit_table, name="add_table"),
    path("regimes/<int:pk>/form/table/<str:code>/", edit_table, name="edit_table"),
    path("regimes/<int:pk>/form/list/", edit_list, name="add_list"),
    path("regimes/<int:pk>/form/list/<str:code>/", edit_list, name="edit_list"),
    path("regimes/<int:pk>/periods/", regime_periods, name="regime_periods"),
    path("regimes/<int:pk>/periods/open/", open_regime_period, name="open_period"),
    path("regimes/<int:pk>/periods/<int:period>/lock/", lock_regime_period, name="lock_period"),
    path("regimes/<int:pk>/periods/<int:period>/extension/", extend_period, name="extend_period"),
    path("regimes/<int:pk>/targets/<int:year>/", regime_targets, name="regime_targets"),
]
