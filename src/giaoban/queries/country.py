"""For which country is this installation set up?"""

from django.conf import settings

from giaoban.rules.country.profile import CountryProfile


def country() -> CountryProfile:
    """What GIAOBAN_PROFILE named when the program started; see settings/country.py."""
    profile: CountryProfile = settings.COUNTRY
    return profile
