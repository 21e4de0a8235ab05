"""Where does somebody begin who signs in to an installation in which nothing stands yet?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import Unit
from giaoban.queries.people.setting_up import SettingUp, setting_up
from giaoban.rules.people.permissions import Permission, Role
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class FirstStep:
    """One line of the list: `address` is empty where the step is somebody else's."""

    title: str
    detail: str
    is_done: bool
    address: str = ""
    action: str = ""
    is_next: bool = False


_MANAGES = (Permission.MANAGE_UNITS, Permission.MANAGE_PEOPLE, Permission.MANAGE_REGIMES)


def first_steps(acting: Acting) -> list[FirstStep]:
    """The steps until units report, for those who set things up; empty once a period was open."""
    if acting.unit is None or not any(acting.may(one, acting.unit.pk) for one in _MANAGES):
        return []
    found = setting_up([acting.unit.pk], acting.today)
    if found is None:
        return []
    steps = [*_people_steps(acting, acting.unit, found), *_regime_steps(acting, acting.unit, found)]
    following = next((step for step in steps if step.address and not step.is_done), None)
    return [_marked(step, step is following) for step in steps]


def _marked(step: FirstStep, is_next: bool) -> FirstStep:
    return FirstStep(step.title, step.detail, step.is_done, step.address, step.action, is_next)


def _people_steps(acting: Acting, unit: Unit, found: SettingUp) -> list[FirstStep]:
    code = urlencode({"unit": unit.code, "role": Role.SECRETARIAT})
    is_administrator = any(grant.role is Role.ADMINISTRATOR for grant in acting.grants)
    return [
        FirstStep(
            _("Units"),
            _("Load the units under %(unit)s from a file.") % {"unit": unit.name},
            found.has_units,
            reverse("import_units"),
            _("Load units"),
        ),
        FirstStep(
            _("Steering committee"),
            _("Its name, founding decision and signature block stand on every document."),
            found.has_committee,
            reverse("edit_committee", args=[unit.pk]),
            _("Enter the committee"),
        ),
        FirstStep(
            _("Secretariat"),
            _("Who asks for reports, checks them and writes the consolidated one."),
            found.has_secretariat,
            f"{reverse('invite_person')}?{code}" if is_administrator else "",
            _("Invite the secretariat"),
        ),
    ]


def _regime_steps(acting: Acting, unit: Unit, found: SettingUp) -> list[FirstStep]:
    may = acting.may(Permission.MANAGE_REGIMES, unit.pk)
    regime = found.regime
    whose = "" if may else " " + _("The secretariat does this.")
    form = reverse("form_designer", args=[regime.pk]) if may and regime else ""
    periods = (
        reverse("regime_periods", args=[regime.pk]) if may and found.has_form and regime else ""
    )
    return [
        FirstStep(
            _("Reporting regime"),
            _("What is reported, by whom and by when.") + whose,
            regime is not None,
            reverse("new_regime") if may else "",
            _("Make the regime"),
        ),
        FirstStep(
            _("Form"),
            _("The indicators that are asked, with their checks; then publish it.") + whose,
            found.has_form,
            form,
            _("Make the form"),
        ),
        FirstStep(
            _("Officers of the units"),
            _("Invite at least one person at each unit that reports."),
            found.has_officers,
            reverse("invite_person"),
            _("Invite an officer"),
        ),
        FirstStep(
            _("First reporting period"),
            _("Once it is open, units report and their figures are added up.") + whose,
            False,
            periods,
            _("Open the period"),
        ),
    ]
