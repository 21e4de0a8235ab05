"""How does the token of a link stay out of the logs? It is blotted out before a line is written."""

import logging
import re
from typing import Any

_TOKEN = re.compile(r"(/(?:link|deadlines|check-in/\d+)/)[A-Za-z0-9_-]{20,}")


class BlotTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _blotted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_blotted(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _blotted(value) for name, value in record.args.items()}
        return True


def _blotted(value: Any) -> Any:
    return _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
