"""What is typed of a document: what came, what is drafted, what is filled in later."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.exchange.register.document_text import READABLE
from giaoban.models import Document, NumberedBody
from giaoban.queries.register.kinds import kinds
from giaoban.queries.register.named_units import units_named_by
from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem
from giaoban.rules.register.documents import Access, DocumentState
from giaoban.rules.register.standing import Relation
from giaoban.rules.register.symbols import LONGEST_SYMBOL
from giaoban.web.frame.document_labels import DOES
from giaoban.web.register.words import (
    ACCESS,
    SYMBOL_EXAMPLE,
    TYPE_CHOICES,
    refuse,
)
from giaoban.web.units.fields import DayField

BY_SYMBOL, LETTER_TYPE = "", "-"
"""Of a document that came: its type is what its symbol shows, or it is an official letter."""


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


def text(label: Any, most: int, *, rows: int = 0, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class DocumentForm(forms.Form):
    """The fields that every form of a document has; `readers` are units, one a line."""

    def __init__(self, body: NumberedBody | None, on: date, typed: Any = None, **options: Any):
        super().__init__(typed, **options)
        self._body, self._on = body, on

    def with_access(self) -> None:
        """Who may read it, and for limited access which units."""
        self.fields["access"] = forms.ChoiceField(
            label=_("Who may read it?"),
            choices=list(ACCESS.items()),
            initial=Access.INTERNAL,
            widget=forms.RadioSelect,
        )
        readers = text(_("Units whose people may read it"), 4000, rows=2)
        readers.help_text = _("Names or codes, one a line.")
        readers.shown_when = "when-limited"  # type: ignore[attr-defined]
        self.fields["readers"] = readers

    def with_files(self) -> None:
        self.fields["files"] = forms.FileField(
            label=_("Files"),
            required=False,
            help_text=_("Word (.docx) or PDF; several may be chosen. What they say can be found."),
            widget=ManyFiles(attrs={"accept": ",".join(sorted(READABLE))}),
        )

    def of_body(self) -> NumberedBody | None:
        return self._body

    def reader_ids(self) -> tuple[int, ...]:
        """The units named as readers; what names no unit is an error of the field."""
        said = self.cleaned_data.get("readers", "")
        body = self.of_body()
        if not said.strip() or self.cleaned_data.get("access") != Access.LIMITED or body is None:
            return ()
        found = units_named_by(body, self._on).several(said)
        wrong = (*found.unknown, *found.doubtful)
        if wrong:
            words = _("No one unit is called “%(words)s”: write its code.")
            self.add_error("readers", words % {"words": "; ".join(wrong)})
        return found.unit_ids

    def refuse(self, problem: Problem) -> None:
        """Put the sentence beside the field that it is about."""
        refuse(self, problem)


class EnteringForm(DocumentForm):
    """Of a new document, in the register of one of these bodies; `RARE` fields are folded."""

    RARE: tuple[str, ...] = ()

    def __init__(self, bodies: Sequence[NumberedBody], on: date, typed: Any = None, **options: Any):
        super().__init__(None, on, typed, **options)
        self._bodies = {str(body.pk): body for body in bodies}
        self.fields["body"] = forms.ChoiceField(
            label=_("In whose register?"),
            choices=[
                (key, f"{body.name} ({body.unit.name})") for key, body in self._bodies.items()
            ],
        )
        self.fields["type_code"] = forms.ChoiceField(
            label=_("Type of document"), choices=TYPE_CHOICES, required=False
        )

    def of_body(self) -> NumberedBody | None:
        return self._bodies.get(self.cleaned_data.get("body", ""))

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in self.RARE]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RARE]

    @property
    def is_unfolded(self) -> bool:
        """Nothing that was typed or is wrong is out of sight."""
        return any(one.errors or one.value() for one in self.rare_fields)


class IncomingForm(EnteringForm):
    """Columns of the register of incoming documents (NĐ 30/2020/NĐ-CP appendix IV)."""

    RARE = ("signer", "forwarded_to", "forwarded_on", "received_by", "copies", "note")

    arrived_on = DayField(label=gettext_lazy("Arrived on"))
    dated_on = DayField(label=gettext_lazy("Date of the document"))
    forwarded_on = DayField(label=gettext_lazy("Passed on, on"), required=False)

    def __init__(self, bodies: Sequence[NumberedBody], on: date, typed: Any = None, **options: Any):
        super().__init__(bodies, on, typed, **options)
        self.fields["arrived_on"].initial = on
        self.fields["author"] = text(_("Who sent it?"), 200, required=True)
        self.fields["symbol"] = text(_("Number and symbol"), LONGEST_SYMBOL, required=True)
        as_on_paper = _("As on the paper, such as %(example)s.")
        self.fields["symbol"].help_text = as_on_paper % {"example": SYMBOL_EXAMPLE}
        self.fields["title"] = text(_("What is it about?"), 1000, rows=3, required=True)
        self.fields["signer"] = text(_("Signed by"), 200)
        self.fields["forwarded_to"] = text(_("Passed on to"), 500)
        self.fields["received_by"] = text(_("Received by"), 200)
        self.fields["copies"] = forms.IntegerField(
            label=_("Copies"), required=False, min_value=0, max_value=100_000
        )
        self.fields["note"] = text(_("Note"), 500)
        self.fields["type_code"] = forms.ChoiceField(
            label=_("Type of document"),
            choices=[
                (BY_SYMBOL, _("as its symbol shows")),
                (LETTER_TYPE, kinds().name_of("")),
                *TYPE_CHOICES[1:],
            ],
            required=False,
        )
        self.with_access()
        self.with_files()
        self.fields["is_another"] = forms.BooleanField(
            label=_("It is another document than the one that is there"),
            required=False,
            widget=forms.HiddenInput,
        )
        self.order_fields(
            ["body", "arrived_on", "author", "symbol", "dated_on", "type_code", "title", "files"]
        )

    def type_said(self) -> str:
        """The abbreviation; of what nobody chose, the one in the symbol."""
        chosen: str = self.cleaned_data["type_code"]
        if chosen == BY_SYMBOL:
            return kinds().shown_by(self.cleaned_data["symbol"])
        return "" if chosen == LETTER_TYPE else chosen

    def refuse(self, problem: Problem) -> None:
        """Of one that only resembles another, a person may say that it is not that one."""
        super().refuse(problem)
        if problem.code == "document_alike":
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.order_fields(["is_another"])


class DraftForm(EnteringForm):
    RARE = ("signer", "kept_by", "copies", "note")

    def __init__(self, bodies: Sequence[NumberedBody], on: date, typed: Any = None, **options: Any):
        super().__init__(bodies, on, typed, **options)
        self.fields["title"] = text(_("What is it about?"), 1000, rows=3, required=True)
        self.fields["signer"] = text(_("Signed by"), 200)
        self.fields["recipients"] = text(_("Recipients, one a line"), 4000, rows=3)
        self.fields["kept_by"] = text(_("Kept at"), 200)
        self.fields["copies"] = forms.IntegerField(
            label=_("Copies"), required=False, min_value=0, max_value=100_000
        )
        self.fields["note"] = text(_("Note"), 500)
        self.with_access()
        self.with_files()
        self.order_fields(["body", "type_code", "title", "files"])


class LineForm(DocumentForm):
    """What is filled in or corrected later; of a draft also what it is."""

    holds_from = DayField(
        label=gettext_lazy("Holds from"),
        required=False,
        help_text=gettext_lazy("Empty: from its date."),
    )
    holds_until = DayField(
        label=gettext_lazy("First day on which it no longer holds"), required=False
    )

    def __init__(
        self,
        body: NumberedBody,
        on: date,
        typed: Any = None,
        *,
        is_draft: bool,
        is_incoming: bool,
        **options: Any,
    ) -> None:
        super().__init__(body, on, typed, **options)
        if is_draft:
            self.fields["type_code"] = forms.ChoiceField(
                label=_("Type of document"), choices=TYPE_CHOICES, required=False
            )
            self.fields["title"] = text(_("What is it about?"), 1000, rows=3, required=True)
        self.fields["signer"] = text(_("Signed by"), 200)
        if is_incoming:
            self.fields["recipients"] = text(_("Passed on to"), 4000)
            self.fields["forwarded_on"] = DayField(label=_("Passed on, on"), required=False)
            self.fields["received_by"] = text(_("Received by"), 200)
        else:
            self.fields["recipients"] = text(_("Recipients, one a line"), 4000, rows=3)
            self.fields["kept_by"] = text(_("Kept at"), 200)
            self.fields["sent_on"] = DayField(label=_("Sent on"), required=False)
        self.fields["copies"] = forms.IntegerField(
            label=_("Copies"), required=False, min_value=0, max_value=100_000
        )
        self.fields["note"] = text(_("Note"), 500)
        self.with_access()
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)
        self.order_fields(["type_code", "title", "signer", "recipients"])


class IssueForm(forms.Form):
    """The day, and where numbers are given elsewhere the symbol."""

    dated_on = DayField(label=gettext_lazy("Date of the document"))

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, on: date, typed: Any = None, *, is_given: bool, revision: int | None = None
    ) -> None:
        initial = {"dated_on": on, "revision": revision}
        super().__init__(typed, auto_id="issue-%s", initial=initial)
        if is_given:
            self.fields["symbol"] = text(_("Number and symbol"), LONGEST_SYMBOL, required=True)


class CallOffForm(forms.Form):
    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, auto_id="call-off-%s")
        self.fields["reason"] = text(_("Reason"), 300, rows=2, required=True)


class FilesForm(DocumentForm):
    def __init__(self, typed: Any = None) -> None:
        super().__init__(None, date.min, typed, auto_id="add-%s")
        self.with_files()


class RelationForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What does this document do?"),
        choices=[(kind.value, DOES[kind]) for kind in Relation],
    )
    symbol = forms.CharField(label=gettext_lazy("To which document?"), max_length=LONGEST_SYMBOL)
    since = DayField(label=gettext_lazy("From which day on?"))
    note = forms.CharField(label=gettext_lazy("Which articles?"), max_length=300, required=False)
    which = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, document: Document, typed: Any = None) -> None:
        super().__init__(typed, auto_id="relation-%s", initial={"since": document.dated_on})
        its_symbol = _("Its number and symbol, such as %(example)s.")
        self.fields["symbol"].help_text = its_symbol % {"example": SYMBOL_EXAMPLE}
        if document.state == DocumentState.DRAFT:
            # Its grounds; what it does to others is said once it has a number and a day.
            self.fields["kind"].initial = Relation.CARRIES_OUT.value
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (Relation.CARRIES_OUT.value, DOES[Relation.CARRIES_OUT])
            ]
            del self.fields["since"]

    def choose_among(self, documents: Sequence[Document]) -> None:
        """Several bear the symbol: which of them is meant?"""
        self.fields["which"] = forms.ChoiceField(
            label=_("Which of these?"),
            choices=[
                (
                    str(one.pk),
                    f"{one.symbol}, {day_text(one.dated_on)}, {one.author}: {one.title[:80]}",
                )
                for one in documents
                if one.dated_on
            ],
            widget=forms.RadioSelect,
        )
        self.order_fields(["kind", "symbol", "which"])
