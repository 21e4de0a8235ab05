"""What is said of a project: whether it runs, who pays, who takes part?"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.models import Project
from giaoban.queries.reporting.projects import project_text
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.projects import ProjectState, donor_of, project_state
from giaoban.web.frame.labels import Badge


def project_badge(project: Project, today: date) -> Badge:
    match project_state(project_text(project), today):
        case ProjectState.COMING:
            return Badge("term", "clock", _("not begun"))
        case ProjectState.ENDED:
            return Badge("neutral", "circle-dot", _("ended"))
        case ProjectState.RUNNING:
            return Badge("done", "circle-check", _("running"))


def term_words(project: Project) -> str:
    """From when to when, empty where both ends are open."""
    starts_on, ends_on = _day(project.starts_on), _day(project.ends_on)
    if starts_on and ends_on:
        return _("%(first)s to %(last)s") % {"first": starts_on, "last": ends_on}
    if starts_on:
        return _("from %(first)s") % {"first": starts_on}
    return _("until %(last)s") % {"last": ends_on} if ends_on else ""


def units_words(project: Project) -> str:
    count = len(project.units.all())
    if not count:
        return _("every unit")
    return ngettext("%(n)s unit", "%(n)s units", count) % {"n": count}


def project_line(project: Project, today: date) -> str:
    """One line for a list to choose from: name, donors, and that it does not run."""
    parts = [project.name]
    if project.donors:
        parts.append(donor_of(project.donors))
    if project_state(project_text(project), today) is not ProjectState.RUNNING:
        parts.append(term_words(project))
    return " · ".join(parts)


def _day(day: date | None) -> str:
    return day_text(day) if day else ""
