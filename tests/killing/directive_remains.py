"""Which numbers are missing or doubled, and who was given an obligation twice or by halves?"""

from collections import Counter
from collections.abc import Iterator

from giaoban.models import Cascade, Document, Event, NumberSeries, Task, Unit
from tests.killing.journal import Journal


def broken_numbers(journal: Journal) -> Iterator[str]:
    """What was issued is numbered from 1 on without a gap, and whoever was told of one has it."""
    issued = Document.objects.exclude(series=None).order_by("number")
    numbers = dict(issued.values_list("pk", "number"))
    if list(numbers.values()) != list(range(1, len(numbers) + 1)):
        yield f"the numbers are {list(numbers.values())}"
    following = NumberSeries.objects.values_list("next_number", flat=True)
    if list(following) != [len(numbers) + 1]:
        yield f"the series goes on at {list(following)} behind {len(numbers)} documents"
    told = {about["value"] for step, about in journal.lines("document") if step == "acknowledged"}
    if told - numbers.keys():
        yield f"documents without the number that was told: {sorted(told - numbers.keys())}"
    events = Event.objects.filter(action="issue_document").values_list("record_id", flat=True)
    if Counter(events) != Counter(numbers.keys()):
        yield "events and documents that were issued differ"


def broken_cascades(journal: Journal) -> Iterator[str]:
    """Each batch is there as a whole, and once; who was told that all have it was told right."""
    units = set(Unit.objects.exclude(code="R").values_list("pk", flat=True))
    given: dict[int, list[int]] = {}
    for obligation, unit in Task.objects.values_list("obligation", "unit"):
        given.setdefault(obligation, []).append(unit)
    for one in Cascade.objects.all():
        has = given.pop(one.obligation_id, [])
        if len(set(has)) != len(has) or len(has) != one.done:
            yield f"cascade {one.pk} says {one.done} and gave {sorted(has)}"
        if one.state == Cascade.State.DONE and set(has) != units:
            yield f"cascade {one.pk} is done and gave {sorted(has)}"
    if given:
        yield f"tasks of no cascade: {given}"
    done = set(
        Cascade.objects.filter(state=Cascade.State.DONE).values_list("obligation", flat=True)
    )
    told = {about["value"] for _step, about in journal.lines("obligation")}
    if told - done:
        yield f"told to be given and are not: {sorted(told - done)}"
    events = Event.objects.filter(action="give_task").values_list("record_id", flat=True)
    if Counter(events) != Counter(Task.objects.values_list("pk", flat=True)):
        yield "events and tasks that were given differ"
