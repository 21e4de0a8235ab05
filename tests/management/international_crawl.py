"""Which pages, files, letters and refusals of the international demo show a letter beyond ASCII?

A profile is read when the program starts, so the test hands this file to an interpreter of its
own, with the home of a filled demo. It follows what pages lead to, a few addresses of each kind,
sends what is to be refused, and prints a line for each find (who looked, where, the words around
it), and at last how many answers of each kind it read.
"""

import json
import os
import re
import sys
import zipfile
from collections import Counter, deque
from collections.abc import Iterable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.settings")

import django

django.setup()

import openpyxl  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from openpyxl.cell.cell import MergedCell  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from giaoban.actions.messages.sending import send_due, token_digest  # noqa: E402
from giaoban.actions.reporting.links import send_link  # noqa: E402
from giaoban.exchange.register.annex_tables import annex_in, tables_of  # noqa: E402
from giaoban.mail.folder import KeptLetter, kept_letters  # noqa: E402
from giaoban.models import Document, Period, Person, ReportLink, Task, Unit  # noqa: E402
from giaoban.queries.register.named_units import units_named_by  # noqa: E402
from giaoban.queries.register.terms import term_of  # noqa: E402
from giaoban.rules.register.terms import Term  # noqa: E402

IS_FULL = os.environ.get("GIAOBAN_FULL") == "1"
PEOPLE = ("secretary", "arv-01", "chair", "administrator") if IS_FULL else ("secretary", "arv-01")
MOST_OF_A_KIND = 4 if IS_FULL else 1
_SIGNS = "Σ›–—−×·•…‘’“”≤≥≠→←↑↓"
_FOREIGN = re.compile(rf".{{0,30}}[^\x00-\x7f\s{_SIGNS}].{{0,30}}")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)
_READ_ALOUD = re.compile(
    r'(?:aria-label|title|placeholder|alt|content|value|data-[\w-]+)="([^"]*)"'
)
_LED_TO = re.compile(r'(?:href|hx-get)="([^"#]+)')
_PACKED = (".xml", ".xlsx", ".docx", ".csv", ".txt")
_NOT_FOLLOWED = {"logout", "try_letter_again"}

read: Counter[str] = Counter()


def seen_of(page: str) -> str:
    aloud = " · ".join(_READ_ALOUD.findall(page))
    return unescape(f"{_UNSEEN.sub(' ', page)} · {aloud}")


def words_of(content: bytes) -> str:
    """Everything that a file says, with the files that are packed into it and their names."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if not content.startswith(b"PK"):
        return seen_of(content.decode("utf-8-sig"))
    with zipfile.ZipFile(BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.endswith(_PACKED)]
        return "\n".join([*names, *(words_of(packed.read(name)) for name in names)])


def hear(who: str, where: str, text: str, kind: str) -> None:
    read[kind] += 1
    for found in _FOREIGN.findall(text):
        sys.stdout.write(f"{who} {where}: {' '.join(found.split())}\n")


def hear_answer(who: str, where: str, answer: Any) -> str:
    """The page that was read, empty for a file."""
    content = b"".join(answer) if answer.streaming else answer.content
    kind = answer.headers["Content-Type"].partition(";")[0].rpartition(".")[2]
    where += answer.headers.get("Content-Disposition", "")
    if kind == "application/json":
        hear(who, where, content.decode("unicode-escape"), kind)
        return ""
    hear(who, where, words_of(content), kind)
    return content.decode() if kind == "text/html" else ""


def follow(client: Client, who: str, first: str) -> None:
    """Everything that pages lead to, so many of each kind of address and question."""
    waiting, met, kinds = deque([first]), {first}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        answer = client.get(path)
        targets = [answer.headers.get("Location", "")]
        if answer.status_code == 200:
            targets = _LED_TO.findall(hear_answer(who, path, answer))
        for target in targets:
            given = urldefrag(urljoin(path, unescape(target))).url
            kind = kind_of(given)
            if kind and given not in met and kinds[kind] < MOST_OF_A_KIND:
                kinds[kind] += 1
                met.add(given)
                waiting.append(given)


def kind_of(address: str) -> str:
    """The name of the page, with the form of a file; empty for what is not followed."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    if parts.netloc or found.url_name in _NOT_FOLLOWED:
        return ""
    return f"{found.url_name} {found.kwargs.get('form', '')}"


def signed_in(who: str) -> Client:
    client = Client(headers={"host": "localhost", "accept-language": "vi"})
    client.force_login(Person.objects.get(email=f"{who}@giaoban.example"))
    return client


def hear_refusals(period: Period, site: Unit) -> None:
    """Files that are none, and a workbook that holds words where numbers are asked."""
    officer, secretary = signed_in("arv-01"), signed_in("secretary")
    template = officer.get(reverse("template_workbook", args=[period.pk, site.pk]))
    wrong = spoilt(b"".join(template))
    path = reverse("upload_workbook", args=[period.pk, site.pk])
    for content in (wrong, b"no workbook"):
        sent = {"workbook": SimpleUploadedFile("report.xlsx", content)}
        hear_answer("arv-01", path, officer.post(path, sent, follow=True))
    files = [SimpleUploadedFile("a.xlsx", wrong), SimpleUploadedFile("b.xlsx", b"no workbook")]
    path = reverse("import_reports", args=[period.regime_id])
    answer = secretary.post(path, {"files": files, "try": "1"}, follow=True)
    follow(secretary, "secretary", answer.redirect_chain[-1][0])
    for page, name, content in (
        ("upload_regime", "regime.toml", b'code = "a b"\n'),
        ("import_units", "units.csv", b"code;name\nX;Y\n"),
        ("import_contacts", "contacts.csv", b"unit;email\nNONE;nobody\n"),
        ("document_templates", "layout.docx", b"no document"),
    ):
        sent = {"file": SimpleUploadedFile(name, content)}
        hear_answer("secretary", page, secretary.post(reverse(page), sent, follow=True))


def spoilt(workbook: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(workbook))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not (isinstance(cell, MergedCell) or cell.protection.locked):
                    cell.value = "twelve"
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def hear_letters(period: Period, site: Unit) -> None:
    """A letter to each who is behind, on paper too; an invitation; a link and what it opens."""
    secretary, now = signed_in("secretary"), timezone.now()
    asked = f"?regime={period.regime.code}&period={period.key}"
    for form in ("docx", "pdf"):
        path = reverse("chase_letter", args=[form]) + asked
        hear_answer("secretary", path, secretary.get(path))
    hear_answer("secretary", "chase", secretary.post(reverse("chase") + asked, follow=True))
    new = {"name": "New Officer", "email": "new@giaoban.example", "unit": site.code}
    new |= {"role": "unit_officer", "since": f"{now:%Y-%m-%d}", "language": "en"}
    path = reverse("invite_person")
    hear_answer("secretary", path, signed_in("administrator").post(path, new, follow=True))
    send_link(unit=site, period=period, by=None, now=now, site="http://localhost")
    while send_due(now=timezone.now()):
        pass
    letters = kept_letters(Path(settings.EMAIL_FILE_PATH))
    for letter in letters:
        hear("letter", letter.to, f"{letter.subject}\n{letter.body}", "letter")
    link = report_link_in(letters)
    guest = Client(headers={"host": "localhost", "accept-language": "vi"})
    hear_answer("guest", "link", guest.get(link))
    follow(guest, "guest", guest.post(link).headers["Location"])
    hear_answer("guest", "closed link", guest.get("/link/none-of-the-links-there-are-here/"))


def report_link_in(letters: Iterable[KeptLetter]) -> str:
    """Others of these letters open an invitation or a task."""
    bodies = "\n".join(letter.body for letter in letters)
    found = re.findall(r"/link/(\S{20,})/", bodies)
    digests = set(ReportLink.objects.values_list("token_digest", flat=True))
    return next(f"/link/{token}/" for token in found if token_digest(token) in digests)


def hear_assignment() -> None:
    """The plan as a paper, read again as the obligations that it was made of."""
    plan = Document.objects.get(direction="outgoing", symbol__contains="/PLAN-CRRP")
    path = reverse("assignment_file", args=[plan.pk, "docx"])
    answer = signed_in("secretary").get(path)
    hear("secretary", path, words_of(answer.content), "assignment")
    units = units_named_by(plan.body, timezone.localdate())
    rows = annex_in(tables_of("plan.docx", answer.content), units).rows
    read_again = [said_of(row.draft, row.draft.term) for row in rows]
    asked = [said_of(one, term_of(one)) for one in plan.obligations.order_by("position")]
    if read_again != asked:
        sys.stdout.write(f"the plan was read as {read_again}\n")


def said_of(one: Any, term: Term) -> tuple[object, ...]:
    return one.clause, one.heading, one.text, one.lead_id, term, one.product


def hear_task_link() -> None:
    """What a partner without an account answers by."""
    letters = kept_letters(Path(settings.EMAIL_FILE_PATH), most=9999)
    letter = next(one for one in letters if one.to.startswith("office.cst-p1@"))
    hear("letter", letter.to, f"{letter.subject}\n{letter.body}", "letter")
    link = next(re.finditer(r"/link/\S{20,}/", letter.body))[0]
    guest = Client(headers={"host": "localhost", "accept-language": "vi"})
    hear_answer("partner", "task link", guest.get(link))
    follow(guest, "partner", guest.post(link).headers["Location"])


def main() -> None:
    for given in sys.argv[1:]:
        hear("file", Path(given).name, words_of(Path(given).read_bytes()), "file")
    for who in PEOPLE:
        follow(signed_in(who), who, "/")
    site = Unit.objects.get(code="ARV-01")
    quarters = Period.objects.filter(regime__code="programme-quarter", is_reported=True)
    period = quarters.latest("starts_on")
    hear_letters(period, site)
    hear_refusals(period, site)
    hear_assignment()
    hear_task_link()
    read["states of tasks"] = Task.objects.values("state").distinct().count()
    sys.stdout.write(json.dumps(read) + "\n")


if __name__ == "__main__":
    main()
