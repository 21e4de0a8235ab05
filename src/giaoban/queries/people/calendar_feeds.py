"""Whose deadlines does an address of a calendar open?"""

from giaoban.models import CalendarFeed, Person


def feed_of(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person).first()


def person_of_feed(token_digest: str) -> Person | None:
    """Whoever made the address, while their account is open; one query."""
    feed = (
        CalendarFeed.objects.filter(token_digest=token_digest, person__is_active=True)
        .select_related("person")
        .first()
    )
    return feed and feed.person
