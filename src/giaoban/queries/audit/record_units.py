"""To which units does a record belong, so that it can be asked who may see its history?"""

from collections.abc import Mapping

from django.apps import apps
from django.db import models

# From a model to its unit; a person belongs to every unit of an appointment.
_PATHS: Mapping[str, str] = {
    "Unit": "pk",
    "Person": "appointments__unit_id",
    "Appointment": "unit_id",
    "Committee": "unit_id",
    "Regime": "unit_id",
    "Project": "unit_id",
    "Form": "regime__unit_id",
    "Period": "regime__unit_id",
    "Incident": "regime__unit_id",
    "Extension": "period__regime__unit_id",
    "Submission": "unit_id",
    "Version": "submission__unit_id",
    "Question": "unit_id",
    "Task": "unit_id",
    "Document": "body__unit_id",
    "NumberedBody": "unit_id",
    "Meeting": "committee__unit_id",
    "MeetingSeries": "committee__unit_id",
    "ConsolidatedReport": "unit_id",
    "DocumentTemplate": "unit_id",
}


def record_with_units(record_type: str, record_id: int) -> tuple[models.Model, list[int]] | None:
    """The record and the ids of its units; None for an unknown type or a record that is gone."""
    path = _PATHS.get(record_type)
    if path is None:
        return None
    records = apps.get_model("giaoban", record_type)._default_manager.filter(pk=record_id)
    record = records.first()
    if record is None:
        return None
    units = records.values_list(path, flat=True).distinct()
    return record, [unit_id for unit_id in units if unit_id is not None]
