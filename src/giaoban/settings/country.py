"""Which country's profile holds here, and which words stand before the shipped ones?"""

import hashlib
import json
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from django.core.exceptions import ImproperlyConfigured

from giaoban.rules.country.profile import CountryProfile
from giaoban.rules.country.profile_file import ProfileRefused, read_profile
from giaoban.rules.country.terms import with_terms
from giaoban.settings.home import home

Texts = str | tuple[str, ...]
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "countries"
_WORDS = {
    "profile_malformed": "it is no TOML in UTF-8: {reason}",
    "profile_missing": "`{key}` is missing.",
    "profile_wrong_type": "`{key}` must be {expected}.",
    "profile_unknown": "`{key}` does not know “{written}”. It knows: {known}.",
    "profile_key_unknown": "there is no key `{key}`. Correct it or take it out.",
    "profile_out_of_range": "`{key}` lies between {first} and {last}.",
    "profile_empty": "`{key}` is empty.",
    "profile_no_working_day": "`{key}` leaves no day to work on.",
    "profile_year_not_fiscal": '`{key}` is for `calendar = "fiscal"` only.',
}


def chosen_profile() -> CountryProfile:
    """What GIAOBAN_PROFILE names, else what was kept for this home, else Việt Nam.

    A shipped one by its name, any other by the path of its file. Raises ImproperlyConfigured, which
    names everything that is wrong with it.
    """
    kept = home() / "profile"
    name = os.environ.get("GIAOBAN_PROFILE") or (kept.read_text().strip() if kept.exists() else "")
    shipped = SHIPPED / f"{name or 'vietnam'}.toml"
    path = shipped if shipped.exists() else Path(name).expanduser()
    try:
        return read_profile(path.read_bytes())
    except OSError as error:
        known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
        raise ImproperlyConfigured(
            f"GIAOBAN_PROFILE: “{name}” is no file that can be read, and no shipped profile "
            f"({known})."
        ) from error
    except ProfileRefused as refused:
        said = [_WORDS[problem.code].format(**problem.params) for problem in refused.problems]
        raise ImproperlyConfigured("\n  ".join([f"GIAOBAN_PROFILE, {path}:", *said])) from refused


def own_words(country: CountryProfile, shipped: Path) -> list[Path]:
    """The folder of catalogues with the country's own words, made where it is not there yet.

    Of each language only the texts that change. It is named by what it is made of, so that a newer
    program or another profile makes its own.
    """
    if not any(country.words.values()):
        return []
    texts = (shipped / "vi" / "LC_MESSAGES" / "django.mo").read_bytes()
    words = json.dumps(country.words, sort_keys=True, default=dict)
    made_of = texts + words.encode() + Path(__file__).read_bytes()
    folder = home() / "words" / hashlib.sha256(made_of).hexdigest()[:16]
    for language, terms in country.words.items():
        target = folder / language / "LC_MESSAGES" / "django.mo"
        if not target.exists():
            _write_catalogue(shipped, language, dict(terms), target)
    return [folder]


def _write_catalogue(shipped: Path, language: str, terms: dict[str, str], target: Path) -> None:
    """The texts of the code are English; all of them are in the Vietnamese catalogue."""
    with (shipped / "vi" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        texts = read_mo(file)
    # A catalogue of its own, so that plurals are those of its language.
    own = Catalog(locale=language, charset="utf-8")
    for message in texts:
        said = message.id if language == "en" else message.string
        changed = _changed(said, terms)
        if message.id and changed != said:
            # The reader decodes texts and leaves contexts as they lie in the file.
            context = message.context
            context = context.decode() if isinstance(context, bytes) else context
            own.add(message.id, changed, context=context)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    with half.open("wb") as file:
        write_mo(file, own)
    half.replace(target)  # another process may be making it, too


def _changed(said: Texts, terms: dict[str, str]) -> Texts:
    """A text with its terms replaced, or each form of one with plurals."""
    if isinstance(said, str):
        return with_terms(said, terms)
    return tuple(with_terms(each, terms) for each in said)
