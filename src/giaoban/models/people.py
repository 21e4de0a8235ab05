"""People, the committees they serve, and the roles they hold from a date to a date."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from giaoban.models.units import Unit
from giaoban.rules.meetings.posts import Post
from giaoban.rules.people.permissions import Role
from giaoban.rules.tasks.extending import DEFAULT_EXTENSIONS
from giaoban.rules.tasks.telling import DEFAULT_GIVER_DAYS, DEFAULT_UNIT_DAYS, written_days


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Name, post, unit and work contact: nothing more is kept of a person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    search_key = models.CharField(max_length=400, db_index=True, default="", blank=True)
    sort_key = models.CharField(max_length=400, db_index=True, default="", blank=True)  # given name

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Committee(models.Model):
    """A steering committee at its host unit, over the tree under its root unit."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="committee")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)  # at the top of pages
    symbol = models.CharField(max_length=30, blank=True)  # BCĐ: stands in its documents' symbols
    host_agency = models.CharField(max_length=200, blank=True)  # UBND TỈNH LÀO CAI
    standing_body = models.CharField(max_length=200, blank=True)  # on its page, as the next two
    place = models.CharField(max_length=60, blank=True)  # before the date: Lào Cai, ngày …
    founding_decision = models.CharField(max_length=200, blank=True)  # number and symbol
    founded_on = models.DateField(null=True, blank=True)
    term_ends_on = models.DateField(null=True, blank=True)
    operating_regulation = models.TextField(blank=True)
    # The signature block: authority prefix lines, the signer's post in the agency, the recipients.
    signing_authority = models.CharField(max_length=200, blank=True)
    signer_post = models.CharField(max_length=200, blank=True)
    signer_agency_post = models.CharField(max_length=200, blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    recipients = models.TextField(blank=True)  # one a line
    task_extensions = models.PositiveSmallIntegerField(default=DEFAULT_EXTENSIONS)  # of one task
    tasks_late_explained = models.BooleanField(default=True)  # or said only by who wants to
    # Working days around a task's day, as rules.tasks.telling.written_days: the unit, who gave it.
    task_reminders = models.CharField(
        max_length=100, blank=True, default=written_days(DEFAULT_UNIT_DAYS)
    )
    task_reminders_giver = models.CharField(
        max_length=100, blank=True, default=written_days(DEFAULT_GIVER_DAYS)
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person's role at a unit in [since, until); it reaches the unit's subtree.

    With a `post` it is a seat in the committee of the unit as well: whom its holder `represents`,
    who comes in their stead, and the decisions by which it began and ended.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    duties = models.CharField(max_length=300, blank=True)  # in a committee: trưởng ban, lĩnh vực …
    rank = models.PositiveSmallIntegerField(default=100)  # order in the committee's roster
    post = models.CharField(
        max_length=20, blank=True, choices=[(post.value, post.value) for post in Post]
    )
    represents = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="represented_by"
    )
    substitute = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="substitute_for"
    )
    began_by = models.ForeignKey(
        "giaoban.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        "giaoban.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role", "since"], name="appointment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="appointment_ends_after_it_begins",
            ),
        ]
