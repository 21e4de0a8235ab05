"""How does somebody see Giaoban at work? A workspace of made-up figures, served on this machine."""

import os
import socket
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from giaoban.management.demo.people import DOMAIN, PASSWORD
from giaoban.management.demo.programme import SIGN_INS, fill_programme
from giaoban.management.demo.serving import serve
from giaoban.management.demo.workspace import fill, is_empty
from giaoban.models import Person, Regime
from giaoban.queries.country import country

VIETNAMESE_SIGN_INS = (
    ("cán bộ đầu mối xã Tả Van", "03037"),
    ("lãnh đạo xã Tả Van", "03037.lanh-dao"),
    ("cán bộ đầu mối phường Sa Pa", "03006"),
    ("tổ giúp việc", "thu-ky"),
    ("tổ giúp việc ban an toàn giao thông", "thu-ky-atgt"),
    ("đầu mối của tỉnh", "dau-moi-tinh"),
    ("đầu mối Sở Khoa học và Công nghệ", "so-khcn"),
    ("trưởng ban", "truong-ban"),
    ("thành viên", "thanh-vien"),
    ("kiểm tra", "kiem-tra"),
    ("quản trị", "quan-tri"),
)


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes longer than most work here
    help = (
        "Fill an empty workspace with made-up figures and serve it with its worker until Ctrl-C. "
        "Without GIAOBAN_HOME and DATABASE_URL the workspace is ./var/demo. A workspace that holds "
        "something already is served as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--national", action="store_true", help="all 3,321 communes; takes some minutes"
        )
        parser.add_argument(
            "--profile",
            metavar="NAME",
            help="vietnam (the default), international, or a profile's file (in ./var/demo-NAME)",
        )
        parser.add_argument("--no-serve", action="store_true", help="fill and end")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_serve"]:
            _refuse_a_taken_port(options["port"])
        call_command("migrate", verbosity=0, interactive=False)
        if is_empty():
            self._fill(options["national"])
        elif not Regime.objects.filter(is_made_up=True).exists():
            raise CommandError(
                "This workspace holds work that is not the demo's. Choose another GIAOBAN_HOME."
            )
        else:
            self.stdout.write("The workspace is filled already and is served as it is.")
        self._say_how_to_sign_in(options["port"], is_served=not options["no_serve"])
        if not options["no_serve"]:
            os.environ.setdefault("GIAOBAN_SITE", f"http://127.0.0.1:{options['port']}")
            serve(options["port"])

    def _fill(self, is_national: bool) -> None:
        begun = time.monotonic()
        if is_national:
            self.stderr.write("3,321 communes, 15 months: this takes some minutes.")
        here = country()
        with translation.override(here.language):
            if here.language == "vi":
                fill(is_national=is_national, now=timezone.now(), say=self._progress)
            else:
                fill_programme(now=timezone.now(), say=self._progress)
        if chosen := os.environ.get("GIAOBAN_PROFILE"):
            # Whoever starts it again need not say it again.
            (settings.HOME / "profile").write_text(f"{chosen}\n")
        if sys.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        self.stdout.write(f"The workspace was filled in {time.monotonic() - begun:.0f} s.")
        self.stdout.flush()

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text} …", ending="")
            self.stderr.flush()

    def _say_how_to_sign_in(self, port: int, *, is_served: bool) -> None:
        is_vietnamese = country().language == "vi"
        said = (
            "  Giaoban, with made-up figures only",
            "  password of everyone",
            "  Ctrl-C stops it.",
        )
        if is_vietnamese:
            said = (
                "  Giaoban, with made-up figures only / toàn bộ số liệu là mô phỏng",
                "  password of everyone / mật khẩu của mọi người",
                "  Ctrl-C stops it. / Ctrl-C để dừng.",
            )
        made_up, password, to_stop = said
        if country().code != "vietnam":
            made_up += f" ({country().name})"
        address = [f"  http://127.0.0.1:{port}"] if is_served else []
        lines = ["", made_up, *address, "", f"{password}: {PASSWORD}"]
        sign_ins = VIETNAMESE_SIGN_INS if is_vietnamese else SIGN_INS
        lines += [
            f"    {f'{key.lower()}@{DOMAIN}':36} {role}"
            for role, key in sign_ins
            if _has_account(key)
        ]
        lines += ["", to_stop, ""] if is_served else [""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _has_account(key: str) -> bool:
    """Not everybody works in the demo of all communes."""
    return Person.objects.filter(email__iexact=f"{key}@{DOMAIN}").exists()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"Port {port} is taken. Stop what runs there, or type: "
                f".venv/bin/giaoban demo --port {port + 1}"
            )
