"""A regime's file says its projects, and which breakdown they divide figures by."""

import pytest

from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.exchange.reporting.regime_wording import problem_in_words

FILE = """\
code = "du-an"
name = "Theo dự án"
frequency = "quarter"
calendar = "calendar"

[[projects]]
code = "water"
name = "Nước sạch"
donors = [
    "Kova",
    "Renn",
]
starts_on = 2026-01-01
ends_on = 2027-12-31
units = [
    "02701",
    "03037",
]

[[projects]]
code = "school"
name = "Trường học"

[[breakdowns]]
code = "project"
name = "Dự án"
rule = "at_most"
source = "projects"

[[breakdowns.categories]]
code = "water"
name = "Nước sạch"

[[indicators]]
code = "people"
name = "Số người"
kind = "count"
breakdowns = [
    "project",
]
"""


def test_projects_and_their_breakdown_are_written_back_byte_by_byte() -> None:
    facts, problems = read_regime(FILE.encode())
    assert problems == []
    assert facts is not None
    assert write_regime(facts).decode() == FILE


def test_a_breakdown_of_projects_without_categories_has_those_of_the_file() -> None:
    category = '[[breakdowns.categories]]\ncode = "water"\nname = "Nước sạch"\n\n'
    facts, problems = read_regime(FILE.replace(category, "").encode())
    assert problems == []
    assert facts is not None
    (breakdown,) = facts.form.breakdowns
    assert [(one.code, one.name) for one in breakdown.categories] == [
        ("water", "Nước sạch"),
        ("school", "Trường học"),
    ]


@pytest.mark.parametrize(
    "written, instead, place, code",
    [
        ('code = "school"', 'code = "water"', ("projects", 2, "code"), "repeated_part_code"),
        ('name = "Trường học"', 'colour = "red"', ("projects", 2, "name"), "key_missing"),
        ('source = "projects"', 'source = "people"', ("breakdowns", 1, "source"), "choice_unknown"),
        ('"Renn",', '"Kova",', ("projects", 1, "donors"), "donor_twice"),
        ("2027-12-31", "2025-12-31", ("projects", 1, "ends_on"), "project_ends_before_start"),
        ("2026-01-01", '"January"', ("projects", 1, "starts_on"), "value_wrong_type"),
    ],
)
def test_what_is_wrong_with_a_project_is_named_with_its_place_and_in_words(
    written: str, instead: str, place: tuple[str | int, ...], code: str
) -> None:
    assert FILE.count(written) == 1
    _facts, problems = read_regime(FILE.replace(written, instead).encode())
    named = {problem.place: problem.problem for problem in problems}
    assert named[place].code == code
    assert problem_in_words(named[place]) != code
