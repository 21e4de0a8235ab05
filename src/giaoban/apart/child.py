"""What runs apart, with little memory and time, so that no file from outside can hold the server?

`python -m giaoban.apart.child MODULE MEGABYTES SECONDS` calls `answer` of that module. Standard
input is one line of JSON and then a file; standard output is one line of JSON, and after it what
was made. Knows no settings: it is started without them.
"""

import json
import resource
import sys
from importlib import import_module
from typing import Any

LARGEST_OUTPUT = 60 * 1024 * 1024


def main() -> None:
    module, megabytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    head: dict[str, Any]
    try:
        head, made = import_module(module).answer(given, content)
    except MemoryError:
        head, made = {"failed": "too_large"}, b""
    if len(made) > LARGEST_OUTPUT:
        head, made = {"failed": "too_large"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
