"""How is work on a file from outside done in a process of its own, and what if it goes wrong?"""

import json
import os
import subprocess
import sys
from typing import Any, Final

from giaoban.rules.problems import RuleError

MEGABYTES: Final = 1024  # address space; the libraries of some documents alone take a third of it
SECONDS: Final = 20  # of work
_CHILD = "giaoban.apart.child"
# Nothing of the settings, the database or the secret key.
_PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "SYSTEMROOT")


def done_apart(
    module: str,
    given: dict[str, Any],
    content: bytes,
    *,
    megabytes: int = MEGABYTES,
    seconds: int = SECONDS,
) -> tuple[dict[str, Any], bytes]:
    """What `answer` of the module says there; raises RuleError `file_takes_too_much` if stopped.

    On a busy machine it may wait for as long again as it may work.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    sent = json.dumps(given).encode() + b"\n" + content
    try:
        ran = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", _CHILD, module, str(megabytes), str(seconds)],
            input=sent,
            capture_output=True,
            timeout=2 * seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RuleError("file_takes_too_much") from error
    first, _newline, rest = ran.stdout.partition(b"\n")
    if ran.returncode or not first:
        raise RuleError("file_takes_too_much")
    answer = json.loads(first)
    if answer.get("failed") == "too_large":
        raise RuleError("file_takes_too_much")
    return answer, rest
