"""Which answers cross the line packed? What is made of text; never a file, which mostly is so."""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/html", "application/json")


class PackPages(GZipMiddleware):
    """Django's own packing, for pages and for what their scripts get back.

    That a secret beside typed text could be guessed from the size of the answer (BREACH) is met
    twice: the CSRF token is written differently on every page (Django masks it), and Django adds
    up to a hundred random bytes to each answer ("Heal the Breach"). No page writes a link's token
    or a password.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_text = response.get("Content-Type", "").startswith(_TEXTS)
        if not is_text or response.streaming:
            return response
        packed: HttpResponse = super().process_response(request, response)
        return packed
