"""Where this installation keeps its files."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The folder of this installation, made when it is first asked for."""
    # Set to nothing it is not the folder that somebody happens to stand in.
    folder = Path(os.environ.get("GIAOBAN_HOME") or "~/.local/share/giaoban").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The installation's own key: from the environment, else made once and kept beside the data."""
    given = os.environ.get("GIAOBAN_SECRET_KEY")
    if given:
        return given
    path = home() / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
