"""What tables a database has: `python -m tests.management.table_shapes VERSION` tells it of one
that is brought to VERSION first, step by step, and then to this version.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from giaoban.exchange.backup.manifest import Manifest


def shapes() -> dict[str, list[str]]:
    """Columns and constraints of every table, and the triggers or indexes beside them."""
    shown: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        look = connection.introspection
        for table in look.table_names(cursor):
            columns = look.get_table_description(cursor, table)
            shown[f"{table} columns"] = _told(
                (column.name, column.type_code, column.null_ok, column.default)
                for column in columns
            )
            constraints = look.get_constraints(cursor, table).items()
            # SQLite's references have no names: Django counts them.
            shown[f"{table} constraints"] = _told(
                (name.rstrip("0123456789") if name.startswith("fk_") else name, said)
                for name, said in constraints
            )
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        shown["beside"] = _told(cursor.fetchall())
    return shown


def _told(rows: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in rows)


def grow_from(version: str) -> None:
    """As a backup of that version is restored."""
    from django.core.management import call_command

    from giaoban.management.commands.restore import migrate_to

    migrate_to(manifest_of(version))
    call_command("migrate", verbosity=0)


def manifest_of(version: str) -> Manifest:
    """Of a backup that was made when `version` was the newest migration of ours."""
    graph = MigrationLoader(None, replace_migrations=False).graph
    plan: list[tuple[str, str]] = []
    for newest in [("giaoban", version), *(node for node in graph.leaf_nodes() if not ours(node))]:
        plan += [node for node in graph.forwards_plan(newest) if node not in plan]
    return Manifest("0.1.0", "", "sqlite", [list(node) for node in plan], "")


def ours(node: tuple[str, str]) -> bool:
    return node[0] == "giaoban"


if __name__ == "__main__":
    import django

    django.setup()
    grow_from(sys.argv[1])
    sys.stdout.write(json.dumps(shapes()) + "\n")
