"""Which pages and documents of the international demo show Vietnamese letters?

A profile is read when the program starts, so the test hands this file to an interpreter of its
own, with the home of a filled demo. It prints a line for each find (who looked, where, the words
around it) and at last how many pages were read.
"""

import os
import re
import sys
from html import unescape
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.settings")

import django

django.setup()

import docx  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from giaoban.models import ConsolidatedReport, Incident, Period, Person, Regime, Unit  # noqa: E402

VIETNAMESE = re.compile(r".{0,30}[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9].{0,30}")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)
_READ_ALOUD = re.compile(
    r'(?:aria-label|title|placeholder|alt|content|value|data-[\w-]+)="([^"]*)"'
)
OTHERS = ("arv-01", "chair")
"""They see fewer pages than the secretary, and those in their own way."""
_THEIRS = re.compile(r"/(|reports/(\d+/\d+/)?|results/.*|inbox/|profile/)")
_PLAIN = (
    "home",
    "reports",
    "incidents",
    "open_incident",
    "results",
    "chair",
    "consolidated_reports",
    "regimes",
    "new_regime",
    "upload_regime",
    "projects",
    "add_project",
    "calendar",
    "people",
    "invite_person",
    "units",
    "import_units",
    "inbox",
    "profile",
    "settings",
    "contacts",
    "import_contacts",
    "committee",
    "status",
    "call_sheet",
    "chase",
    "mail",
    "carried_totals",
    "dictionary",
    "document_templates",
)
_OF_REGIME = (
    "regime",
    "edit_regime",
    "form_designer",
    "regime_periods",
    "edit_deadlines",
    "edit_outline",
    "edit_reminders",
)


def pages() -> list[str]:
    site = Unit.objects.get(code="ARV-01")
    quarter = Regime.objects.get(code="programme-quarter")
    newest, ended, *_ = Period.objects.filter(regime=quarter, is_reported=True).order_by(
        "-starts_on"
    )
    paths = [reverse(name) for name in _PLAIN]
    paths += [f"{reverse('results')}?regime={quarter.code}&period={ended.key}"]
    for regime in Regime.objects.all():
        paths += [reverse(name, args=[regime.pk]) for name in _OF_REGIME]
    for period in (newest, ended):
        paths += [reverse("report", args=[period.pk, site.pk])]
    paths += [reverse("template_fields", args=[Unit.objects.get(code="CRRP").pk])]
    paths += [reverse("review_list", args=[newest.pk, Unit.objects.get(code="CRRP").pk])]
    paths += [reverse("consolidated_report", args=[r.pk]) for r in ConsolidatedReport.objects.all()]
    return [*paths, *(reverse("incident", args=[one.pk]) for one in Incident.objects.all())]


def leaks(body: str) -> list[str]:
    aloud = " · ".join(_READ_ALOUD.findall(body))
    text = unescape(f"{_UNSEEN.sub(' ', body)} · {aloud}")
    return [" ".join(found.split()) for found in VIETNAMESE.findall(text)]


def words_of(path: Path) -> str:
    """Everything that a Word file says, its tables, head and foot included."""
    word = docx.Document(str(path))
    return " ".join(
        str(text)
        for part in (
            word.element.body,
            *(section.footer._element for section in word.sections),
            *(section.header._element for section in word.sections),
        )
        for text in part.itertext()
    )


def main() -> None:
    read = 0
    for name in ("secretary", *OTHERS):
        client = Client(headers={"host": "localhost", "accept-language": "vi"})
        client.force_login(Person.objects.get(email=f"{name}@giaoban.example"))
        for path in pages():
            if name in OTHERS and not _THEIRS.fullmatch(path):
                continue
            answer = client.get(path, follow=True)
            if answer.status_code == 200 and not answer.streaming:
                read += 1
                for found in leaks(answer.content.decode()):
                    sys.stdout.write(f"{name} {path}: {found}\n")
    for given in sys.argv[1:]:
        for found in leaks(words_of(Path(given))):
            sys.stdout.write(f"{Path(given).name}: {found}\n")
    sys.stdout.write(f"{read} pages\n")


if __name__ == "__main__":
    main()
