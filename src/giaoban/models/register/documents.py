"""A document of NĐ 30/2020/NĐ-CP's registers, with its number, its files and its relations."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.timezone import make_naive

from giaoban.models.people import Person
from giaoban.models.reporting.submissions import SourceFile
from giaoban.models.units import Unit
from giaoban.rules.register.documents import Access, Direction, DocumentState, Numbering
from giaoban.rules.register.series import FIRST_NUMBER
from giaoban.rules.register.standing import Relation


class NumberedBody(models.Model):
    """Who keeps registers: a committee apart from its host agency (appendix I, II.3a).

    Permissions are judged at `unit`. `symbol` stands in the numbers of what it issues: BCĐCĐS.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=200)
    symbol = models.CharField(max_length=30)
    numbering = models.CharField(
        max_length=6,
        choices=[(each.value, each.value) for each in Numbering],
        default=Numbering.OWN,
    )
    outside_code = models.CharField(max_length=40, blank=True)  # in the office's document system
    by_type = models.BooleanField(default=True)  # each type of document has numbers of its own
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["unit__sort_key", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="body_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The numbers of one body, direction, year and type; its row is locked while one is given."""

    body = models.ForeignKey(NumberedBody, models.PROTECT, related_name="series")
    direction = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Direction]
    )
    year = models.PositiveSmallIntegerField()
    type_code = models.CharField(max_length=10, blank=True)  # empty: one series for every type
    next_number = models.PositiveIntegerField(default=FIRST_NUMBER)
    given = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "direction", "type_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "direction", "year", "type_code"], name="one_series"
            ),
        ]


class Document(models.Model):
    """One line of a register. `number` is that of the body's own series: for an incoming document
    the number of its arrival; `symbol` is what stands on the paper.
    """

    body = models.ForeignKey(NumberedBody, models.PROTECT, related_name="documents")
    direction = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Direction]
    )
    state = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in DocumentState]
    )
    type_code = models.CharField(max_length=10, blank=True)  # QĐ; empty: a công văn
    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, related_name="documents")
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=60, blank=True)
    bare_symbol = models.CharField(max_length=60, blank=True, db_index=True)
    dated_on = models.DateField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=1000)  # trích yếu
    author = models.CharField(max_length=200, blank=True)  # of an incoming one
    signer = models.CharField(max_length=200, blank=True)
    recipients = models.TextField(blank=True)  # one a line
    kept_by = models.CharField(max_length=200, blank=True)
    copies = models.PositiveIntegerField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    forwarded_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)  # who signed for it
    note = models.CharField(max_length=500, blank=True)
    holds_from = models.DateField(null=True, blank=True)  # none: from its date
    holds_until = models.DateField(null=True, blank=True)
    access = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Access], default=Access.INTERNAL
    )
    called_off_reason = models.CharField(max_length=300, blank=True)
    # Of one that no longer holds: why its open tasks are being withdrawn, empty where they are not.
    withdrawing_reason = models.CharField(max_length=300, blank=True)
    withdrawing_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outside_id = models.CharField(max_length=200, blank=True)  # in the office's document system
    search_text = models.TextField(blank=True)  # folded: number, title, author, the files' text
    revision = models.PositiveIntegerField(default=0)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-dated_on", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], condition=~Q(number=None), name="number_once"
            ),
            models.UniqueConstraint(
                fields=["body", "outside_id"],
                condition=~Q(outside_id=""),
                name="outside_document_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.ISSUED) | Q(dated_on__isnull=False),
                name="what_is_issued_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "direction", "-dated_on"], name="document_by_body"),
        ]

    @property
    def registered_on(self) -> date:
        """The day that it was here, not in the time of the database."""
        return make_naive(self.registered_at).date()


class DocumentFile(models.Model):
    """A file of a document; `text` is what could be read in it, as it stands there."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class DocumentRelation(models.Model):
    """What a later document does to an earlier one, from a day on."""

    later = models.ForeignKey(Document, models.CASCADE, related_name="changes")
    earlier = models.ForeignKey(Document, models.CASCADE, related_name="changed_by")
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Relation])
    since = models.DateField()
    note = models.CharField(max_length=300, blank=True)  # which articles

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier", "kind"], name="related_so_once"),
            models.CheckConstraint(
                condition=~Q(later=models.F("earlier")), name="related_to_another"
            ),
        ]


class DocumentReader(models.Model):
    """A unit whose people may read a document of limited access."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="reader_once"),
        ]
