"""What people are told: letters that wait for the mail server, and the inbox in the application."""

from django.db import models
from django.db.models import Q

from giaoban.models.people import Person


class OutgoingMail(models.Model):
    """A letter, queued in the transaction of the action that it tells of.

    No secret is kept here. `opens` lists what the text has places for, as [what, id]: "password"
    with the person who sets one, "report" with a ReportLink, "section" with a SectionLink,
    "task" with a TaskLink, "invitation" with an InviteeLink. The addresses are made when the letter
    leaves. `items` are the mail.letters.Item of one that leaves together with others to the same
    reader, under one `greeting`.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=5)
    site = models.CharField(max_length=200)  # https://host, before the addresses in the text
    opens = models.JSONField(default=list, blank=True)
    greeting = models.CharField(max_length=300, blank=True)
    items = models.JSONField(default=list, blank=True)
    calendar = models.TextField(blank=True)  # iCalendar, of a letter that stands by itself
    calendar_method = models.CharField(max_length=10, blank=True)  # REQUEST, CANCEL (RFC 5546)
    queued_at = models.DateTimeField()
    send_after = models.DateTimeField()  # also moved by a worker that takes the letter
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)  # refused for good

    class Meta:
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(sent_at=None, given_up_at=None),
                name="mail_waiting",
            ),
        ]


class Message(models.Model):
    """A line in a person's inbox; `key` names what is told at most once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="inbox")
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)  # where it leads, within Giaoban
    key = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="message_unread"),
            models.Index(fields=["person", "-at"], name="message_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~Q(key=""), name="message_told_once"
            ),
        ]
