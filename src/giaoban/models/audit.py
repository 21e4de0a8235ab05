"""One event for every action, sealed into a hash chain after it is committed."""

from django.db import models

from giaoban.models.people import Person


class Event(models.Model):
    """Who did what to which record; `number` and `digest` are null until it is sealed.

    `before` and `after` hold plain values, opaque ids of persons, and salted digests of personal
    text, so that a person can be erased without breaking the chain.
    """

    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)  # the action's name: accept_reports
    record_type = models.CharField(max_length=40)  # the model's name: Version
    record_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField()
    number = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["record_type", "record_id", "id"], name="event_by_record"),
            models.Index(fields=["id"], condition=models.Q(number=None), name="event_not_sealed"),
        ]
