"""How does a fresh installation get its first person?"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.actions.audit.sealing import seal_all_events
from giaoban.actions.people.accounts import NewPerson, invite_person
from giaoban.actions.people.appointments import add_appointment
from giaoban.actions.people.refusals import PeopleRefused
from giaoban.mail.invitations import set_password_link
from giaoban.models import Person, Unit
from giaoban.rules.people.permissions import Role


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Give a person the role of administrator at a unit, making the account where there is "
        "none, and print the address at which to set the password (it works once)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="the person's full name")
        parser.add_argument("--unit", required=True, metavar="CODE", help="reaches all below it")
        parser.add_argument(
            "--site",
            default="http://127.0.0.1:8000",
            help="where this installation is served (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        unit = next(
            (unit for unit in Unit.objects.filter(code=options["unit"]) if unit.is_open(today)),
            None,
        )
        if unit is None:
            raise CommandError(
                _(
                    "No unit bears the code %(code)s today. `giaoban import_units vietnam` loads "
                    "the map of Việt Nam; a file of yours can stand in place of the word."
                )
                % {"code": options["unit"]}
            )
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(
                _("%(email)s is no e-mail address.") % {"email": options["email"]}
            ) from error
        person = Person.objects.filter(email__iexact=options["email"]).first()
        try:
            if person is None:
                person = invite_person(
                    new=NewPerson(email=options["email"], name=options["name"]),
                    unit=unit,
                    role=Role.ADMINISTRATOR,
                    since=today,
                    by=None,
                    now=now,
                    site=options["site"],
                )
            else:
                add_appointment(
                    person=person,
                    unit=unit,
                    role=Role.ADMINISTRATOR,
                    since=today,
                    by=None,
                    now=now,
                )
        except PeopleRefused as refused:
            raise CommandError(
                _("%(name)s is an administrator of %(unit)s already.")
                % {"name": options["email"], "unit": unit.name}
                if refused.problem.code == "already_appointed"
                else refused.problem.code
            ) from refused
        seal_all_events()
        self.stdout.write(
            _("%(name)s is an administrator of %(unit)s. The password is set here, once:")
            % {"name": person.name, "unit": unit.name}
        )
        self.stdout.write(set_password_link(person, site=options["site"]))
