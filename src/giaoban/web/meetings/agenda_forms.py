"""What is typed of an item of an agenda, of a paper for it, and of what a unit proposes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.meetings.agenda import ItemText
from giaoban.actions.meetings.papers import MOST_PAGES, TAKEN, PaperText
from giaoban.actions.meetings.proposals import LONGEST_TEXT, ProposalText
from giaoban.models import AgendaItem, AgendaPaper, Committee, Meeting, Unit
from giaoban.queries.meetings.item_names import ITEM_KINDS
from giaoban.rules.meetings.agenda import DEFAULT_MINUTES, LONGEST_ITEM, ItemKind
from giaoban.rules.meetings.passages import Reach
from giaoban.web.meetings.labels import REACHES
from giaoban.web.units.fields import UnitField, unit_meant, written

_REACH_CHOICES = [(reach.value, REACHES[reach]) for reach in Reach]
_TYPED = [ItemKind.OTHER, ItemKind.DECISION, ItemKind.STANDING]


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=LONGEST_ITEM,
        initial=DEFAULT_MINUTES[ItemKind.OTHER],
    )


def _file(label: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        help_text=_(
            "Word, PDF, a workbook or slides are searched, also for the stamp of a state secret. "
            "In a picture or a scan nothing is read: see for yourself that it bears none."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(TAKEN))}),
    )


class ItemForm(forms.Form):
    """`on` is the day on which the unit is open."""

    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Empty: what its kind is called."),
    )
    text = forms.CharField(
        label=gettext_lazy("More about it"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    rapporteur = forms.CharField(
        label=gettext_lazy("Who reports?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Written as in the list of the invited, they are reminded of the paper."
        ),
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=_REACH_CHOICES,
        initial=Reach.CIRCULATED,
        widget=forms.RadioSelect,
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, on: date, typed: Any = None, *, item: AgendaItem | None = None) -> None:
        super().__init__(typed, initial=_initial(item))
        self._on = on
        kinds = [kind for kind in ItemKind if kind is not ItemKind.PROPOSAL]
        if item is not None and item.kind == ItemKind.PROPOSAL:
            kinds = [ItemKind.PROPOSAL]
        elif item is None:
            kinds = [*_TYPED, *(kind for kind in kinds if kind not in _TYPED)]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(kind.value, ITEM_KINDS[kind]) for kind in kinds]
        )
        self.fields["minutes"] = _minutes(_("How many minutes?"))
        if item is not None:
            self.fields["minutes"].initial = item.minutes
        self.fields["unit"] = UnitField(label=_("Of which unit?"), required=False)
        self.order_fields(["kind", "title", "minutes", "rapporteur", "unit", "text", "reach"])

    def clean_unit(self) -> Unit | None:
        said = self.cleaned_data["unit"].strip()
        return unit_meant(said, self._on) if said else None

    def chosen(self) -> ItemText:
        given = self.cleaned_data
        return ItemText(
            kind=ItemKind(given["kind"]),
            title=given["title"],
            text=given["text"],
            minutes=given["minutes"],
            rapporteur=given["rapporteur"],
            unit=given["unit"],
            reach=Reach(given["reach"]),
        )


class DropForm(forms.Form):
    """A reason is asked for once the notice has gone out."""

    def __init__(self, meeting: Meeting, typed: Any = None) -> None:
        super().__init__(typed, auto_id="drop-%s")
        self.fields["reason"] = forms.CharField(
            label=_("Why is it taken off?"),
            max_length=500,
            required=meeting.announced_at is not None,
            widget=forms.Textarea({"rows": 2}),
        )


class PaperForm(forms.Form):
    """`there` are the papers of the item, the newest version of each; `replaces` is the one that a
    newer version is brought of, `summary_of` the one that it sums up, where that is known. Both go
    as far as that one, if nothing else is chosen.
    """

    title = forms.CharField(
        label=gettext_lazy("What is the paper called?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Empty: as its file, or as the version before."),
    )
    pages = forms.IntegerField(
        label=gettext_lazy("How many pages?"),
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        help_text=gettext_lazy("Empty: as the file says."),
    )

    def __init__(
        self,
        there: Iterable[AgendaPaper],
        typed: Any = None,
        files: Any = None,
        *,
        replaces: str = "",
        summary_of: str = "",
    ) -> None:
        super().__init__(typed, files)
        self._there = {str(paper.pk): paper for paper in there}
        self.before = self._there.get(replaces)
        like = self.before or self._there.get(summary_of)
        self.fields["file"] = _file(_("File"), required=True)
        self.fields["reach"] = forms.ChoiceField(
            label=_("Who may read it?"),
            choices=_REACH_CHOICES,
            initial=like.reach if like is not None else Reach.MEMBERS,
            widget=forms.RadioSelect,
        )
        wholes = [
            (key, self._named(paper))
            for key, paper in self._there.items()
            if paper.summary_of_id is None
        ]
        if wholes and self.before is None:
            self.fields["summary_of"] = forms.ChoiceField(
                label=_("Is it the page of summary of a long paper?"),
                choices=[("", _("no")), *wholes],
                required=False,
                initial=summary_of,
            )
        self.order_fields(["file", "title", "summary_of", "pages", "reach"])

    def chosen(self) -> PaperText:
        given = self.cleaned_data
        return PaperText(
            title=given["title"],
            reach=Reach(given["reach"]),
            pages=given["pages"],
            replaces=self.before,
            summary_of=self._there.get(given.get("summary_of", "")),
        )

    @staticmethod
    def _named(paper: AgendaPaper) -> str:
        words = _("%(title)s (version %(number)s)")
        return words % {"title": paper.title, "number": paper.version}


class ProposalForm(forms.Form):
    """What a unit wants to have heard, and by which committee."""

    title = forms.CharField(label=gettext_lazy("What is to be heard?"), max_length=300)
    text = forms.CharField(
        label=gettext_lazy("Why, and what is to be decided?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(
        self,
        units: Iterable[Unit],
        committees: Iterable[Committee],
        typed: Any = None,
        files: Any = None,
    ) -> None:
        super().__init__(typed, files)
        self._units = {str(unit.pk): unit for unit in units}
        self._committees = {str(one.pk): one for one in committees}
        self.fields["committee"] = forms.ChoiceField(
            label=_("To which committee?"),
            choices=[(key, one.name) for key, one in self._committees.items()],
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("In the name of which unit?"),
            choices=[(key, unit.name) for key, unit in self._units.items()],
        )
        self.fields["minutes"] = _minutes(_("How many minutes does it need?"))
        self.fields["file"] = _file(_("Paper"), required=False)
        for name, known in (("unit", self._units), ("committee", self._committees)):
            if len(known) == 1:
                self.fields[name].initial = next(iter(known))
                self.fields[name].widget = forms.HiddenInput()
        self.order_fields(["committee", "unit", "title", "text", "minutes", "file"])

    @property
    def unit(self) -> Unit:
        return self._units[self.cleaned_data["unit"]]

    @property
    def committee(self) -> Committee:
        return self._committees[self.cleaned_data["committee"]]

    def chosen(self) -> ProposalText:
        given = self.cleaned_data
        return ProposalText(given["title"], given["minutes"], given["text"])


class RefuseForm(forms.Form):
    """Of one proposal among several on the page."""

    def __init__(self, pk: int, typed: Any = None) -> None:
        super().__init__(typed, auto_id=f"refuse-{pk}-%s")
        self.fields["reason"] = forms.CharField(
            label=_("Why is it not taken up?"), max_length=500, widget=forms.Textarea({"rows": 2})
        )


def _initial(item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    names = ("kind", "title", "text", "rapporteur", "reach", "revision")
    found = {name: getattr(item, name) for name in names}
    return {**found, "unit": written(item.unit) if item.unit else ""}
