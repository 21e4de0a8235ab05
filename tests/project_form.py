"""A quarter's form asked by project: three projects, two donors, one commune in all of them.

water   Kova         Tả Van alone
school  Kova, Renn   everybody
road    Kova         Tả Van and Y Tý, until 31 August 2026
"""

from datetime import date

from giaoban.actions.reporting.projects import add_project
from giaoban.models import Project, Regime
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import BreakdownText, CategoryText, ProjectText
from tests.cast import Cast
from tests.factories import NOW, make_regime
from tests.structured_form import publish_structured

WATER = ProjectText("water", "Nước sạch nông thôn", ("Kova",), units=("03037",))
SCHOOL = ProjectText("school", "Trường học an toàn", ("Kova", "Renn"))
ROAD = ProjectText(
    "road", "Đường liên thôn", ("Kova",), ends_on=date(2026, 8, 31), units=("02701", "03037")
)
PROJECTS = (WATER, SCHOOL, ROAD)
BY_PROJECT = BreakdownText(
    "project",
    "Dự án",
    categories=tuple(CategoryText(project.code, project.name) for project in PROJECTS),
    source="projects",
)
PEOPLE = Asked(
    code="people",
    name="Số người hưởng lợi",
    kind="count",
    measure="người",
    is_required=True,
    over_time="sum",
    over_units="sum",
    breakdowns=("project",),
)
DAYS = Asked(
    code="days",
    name="Số ngày chậm tiến độ bình quân",
    kind="amount",
    measure="ngày",
    over_time="average",
    over_units="average",
    breakdowns=("project",),
)
BY_PROJECTS = FormText(asked=(PEOPLE, DAYS), breakdowns=(BY_PROJECT,))


def make_projects(cast: Cast) -> dict[str, Project]:
    """The register of Lào Cai."""
    units = {unit.code: unit for unit in (cast.ta_van, cast.y_ty, cast.sa_pa)}
    return {
        text.code: add_project(
            unit=cast.lao_cai,
            project=text,
            units=[units[code] for code in text.units],
            by=cast.chi,
            now=NOW,
        )
        for text in PROJECTS
    }


def make_project_regime(cast: Cast) -> Regime:
    """Reported each quarter by the communes of Lào Cai, with the register beside it."""
    make_projects(cast)
    regime = make_regime(
        cast.lao_cai, code="du-an", name="Báo cáo theo dự án", frequency="quarter",
        calendar="calendar", indicators=("before",),
    )  # fmt: skip
    regime.forms.all().delete()
    regime.indicators.all().delete()
    publish_structured(regime, NOW, BY_PROJECTS)
    return regime
