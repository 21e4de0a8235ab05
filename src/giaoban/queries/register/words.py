"""Which documents hold these words, `đề án` found by `de an` too?

Both databases keep an index of words over the folded text beside the document, and keep it up to
date themselves (migration 0004): SQLite an FTS5 table, PostgreSQL its `simple` configuration.
"""

import re

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from giaoban.rules.units.naming import search_key

MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")

SQLITE_MATCH = """
    SELECT rowid FROM giaoban_document_words WHERE giaoban_document_words MATCH %s
"""
# Beyond so many characters PostgreSQL may hold no more words in one index entry; what lies behind
# them is not searched there. Its parser takes `05/qđ-bcđ` for a file: signs are spaces to it.
PG_WORDS = """
    to_tsvector('simple', translate(left(search_text, 400000),
    '!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~', repeat(' ', 32)))
"""


def with_words(text: str) -> Q | None:
    """Every word is there, the last one perhaps only begun; None where the text has no word."""
    words = _WORD.findall(search_key(text))[:MOST_WORDS]
    if not words:
        return None
    if connection.vendor == "postgresql":
        asked = " & ".join(f"'{word}'" for word in words) + ":*"
        where = PG_WORDS.replace("%", "%%")
        statement = f"SELECT id FROM giaoban_document WHERE {where} @@ to_tsquery('simple', %s)"
    else:
        asked = " ".join(f'"{word}"' for word in words) + "*"
        statement = SQLITE_MATCH
    return Q(pk__in=RawSQL(statement, [asked]))
