"""Every answer carries the strict policy, errors too; what people sent is never active content."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from giaoban.models import Attachment, Period, Version
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
}


@pytest.fixture
def period(cast: Cast, settings: Any, tmp_path: object) -> Period:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_period(make_regime(cast.lao_cai), "2026-10")


def policy(response: Any) -> set[str]:
    return {part.strip() for part in response["Content-Security-Policy"].split(";")}


def is_strict(response: Any) -> bool:
    said = policy(response)
    return said >= STRICT and not any("unsafe" in part for part in said)


def test_pages_and_errors_carry_the_strict_policy(
    cast: Cast, period: Period, sign_in: SignIn, settings: Any
) -> None:
    settings.DEBUG = False
    client = sign_in(cast.an)
    client.raise_request_exception = False
    answers = [
        client.get("/"),
        client.get("/no/such/page/"),
        client.get(reverse("import_reports", args=[period.regime_id])),
        client.get(reverse("cancel_import", args=[1])),
        Client().get("/account/login/"),
        Client(enforce_csrf_checks=True).post("/account/login/", {}),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 405, 200, 403]
    assert [is_strict(answer) for answer in answers] == [True] * 6
    assert {answer["X-Frame-Options"] for answer in answers} == {"DENY"}


def test_a_page_that_was_sent_as_evidence_is_refused_and_a_picture_is_only_downloaded(
    cast: Cast, period: Period, sign_in: SignIn
) -> None:
    client = sign_in(cast.an)
    address = reverse("report", args=[period.pk, cast.ta_van.pk])
    page = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>", "text/html")
    client.post(address, {"step": "save", "evidence": page, "cell-processed": "5"})
    assert not Attachment.objects.exists()
    picture = SimpleUploadedFile(
        "a.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "text/html"
    )
    client.post(address, {"step": "save", "evidence": picture})
    attachment = Attachment.objects.get(version=Version.objects.get())
    answer = client.get(reverse("report_file", args=[attachment.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="a.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert policy(answer) == {"default-src 'none'", "sandbox"}
