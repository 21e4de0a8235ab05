"""How is a personal text kept in the audit so that it can be confirmed but not read?"""

import hashlib
import hmac


def personal_digest(text: str, *, salt: str) -> str:
    """`~` and 32 hexadecimal digits; without the salt a guessed name cannot be tried against it."""
    mark = hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"~{mark[:32]}"


def is_personal_digest(value: object) -> bool:
    """True for what `personal_digest` wrote: a page shows it as a text that is not kept."""
    return isinstance(value, str) and len(value) == 33 and value.startswith("~")
