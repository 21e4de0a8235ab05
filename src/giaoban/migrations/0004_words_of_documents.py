"""The index of words in documents: FTS5 on SQLite, `simple` on PostgreSQL (decision 0024).

SQLite drops the triggers of a table that a later migration alters: such a migration has to make
them again, and tests/queries/test_register_seen.py fails where it does not.
"""

from typing import Any

from django.db import migrations

_SQLITE = (
    """
    CREATE VIRTUAL TABLE giaoban_document_words USING fts5(
        search_text, content='giaoban_document', content_rowid='id', detail='none'
    )
    """,
    """
    CREATE TRIGGER giaoban_document_words_added AFTER INSERT ON giaoban_document BEGIN
        INSERT INTO giaoban_document_words(rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER giaoban_document_words_gone AFTER DELETE ON giaoban_document BEGIN
        INSERT INTO giaoban_document_words(giaoban_document_words, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END
    """,
    """
    CREATE TRIGGER giaoban_document_words_changed AFTER UPDATE OF search_text ON giaoban_document
    WHEN old.search_text IS NOT new.search_text BEGIN
        INSERT INTO giaoban_document_words(giaoban_document_words, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO giaoban_document_words(rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    "INSERT INTO giaoban_document_words(giaoban_document_words) VALUES ('rebuild')",
)
_SQLITE_BACK = (
    "DROP TRIGGER giaoban_document_words_added",
    "DROP TRIGGER giaoban_document_words_gone",
    "DROP TRIGGER giaoban_document_words_changed",
    "DROP TABLE giaoban_document_words",
)
# As queries.register.words asks for it, to the letter: else the index is not used.
_POSTGRESQL = (
    r"""
    CREATE INDEX giaoban_document_words ON giaoban_document USING gin (
    to_tsvector('simple', translate(left(search_text, 400000),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))))
    """,
)
_POSTGRESQL_BACK = ("DROP INDEX giaoban_document_words",)


def make(apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        schema_editor.execute(statement, params=None)


def unmake(apps: Any, schema_editor: Any) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL_BACK if is_postgresql else _SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("giaoban", "0003_documents_and_tasks"),)
    operations = (migrations.RunPython(make, unmake),)
