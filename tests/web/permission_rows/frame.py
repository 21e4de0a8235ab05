"""Frame, units, people, committee and history: what each address needs."""

from giaoban.rules.people.permissions import Permission
from tests.web.permissions_scene import BY_LINK, PUBLIC, SIGNED_IN, Row

P = Permission
FRAME = [
    # frame
    Row("home", SIGNED_IN),
    Row("search", SIGNED_IN),
    Row(
        "settings",
        frozenset(
            {
                P.MANAGE_REGIMES,
                P.MANAGE_DICTIONARY,
                P.MANAGE_PEOPLE,
                P.MANAGE_COMMITTEE,
                P.MANAGE_UNITS,
                P.LOAD_TOTALS,
                P.CHASE,
            }
        ),
        is_list=True,
    ),
    Row("act_for", SIGNED_IN, method="post"),
    Row("language", PUBLIC, method="post"),
    Row("theme", PUBLIC, method="post"),
    # units
    Row("units", P.VIEW, is_list=True),
    Row("export_units", P.VIEW, is_list=True),
    Row("pick_unit", P.VIEW, is_list=True),
    Row("import_units", P.MANAGE_UNITS, is_list=True),
    Row("unit", P.VIEW, lambda s: {"pk": s.unit.pk}),
    Row("units_below", P.VIEW, lambda s: {"pk": s.unit.pk}),
    Row("change_unit", P.MANAGE_UNITS, lambda s: {"pk": s.unit.pk, "kind": "move"}),
    # people, committee, calendar
    Row("people", P.MANAGE_PEOPLE, is_list=True),
    Row("export_people", P.MANAGE_PEOPLE, is_list=True),
    Row("invite_person", P.MANAGE_PEOPLE, is_list=True),
    Row("person", P.VIEW, lambda s: {"pk": s.officer.pk}),
    Row("edit_person", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}),
    Row("resend_invitation", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    Row("close_account", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    Row("open_account", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}, method="post"),
    # Somebody from elsewhere is reached by their e-mail alone (test_reach_of_settings.py).
    Row("appoint", P.MANAGE_PEOPLE, lambda s: {"pk": s.officer.pk}),
    Row("end_appointment", P.MANAGE_PEOPLE, lambda s: {"pk": s.appointment.pk}),
    Row("hand_over", P.MANAGE_PEOPLE, lambda s: {"pk": s.appointment.pk}),
    Row("edit_duties", P.MANAGE_COMMITTEE, lambda s: {"pk": s.appointment.pk}),
    Row("profile", SIGNED_IN),
    Row("make_calendar_feed", SIGNED_IN, method="post"),
    Row("drop_calendar_feed", SIGNED_IN, method="post"),
    Row("calendar_feed", BY_LINK, lambda s: {"token": "x" * 43}),
    Row("committee", P.VIEW, is_list=True),
    Row("committee_of", P.VIEW, lambda s: {"unit_id": s.cast.lao_cai.pk}),
    Row("edit_committee", P.MANAGE_COMMITTEE, lambda s: {"unit_id": s.cast.lao_cai.pk}),
    Row("calendar", P.MANAGE_COMMITTEE, is_list=True),
    Row(
        "remove_calendar_day",
        P.MANAGE_COMMITTEE,
        lambda s: {"pk": s.calendar_day.pk},
        method="post",
    ),
    # audit
    Row("record_history", P.VIEW_HISTORY, lambda s: {"record_type": "Unit", "pk": s.unit.pk}),
]
