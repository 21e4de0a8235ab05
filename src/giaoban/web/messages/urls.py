"""The addresses of what people are told: the inbox, and the letters that wait."""

from django.urls import path

from giaoban.web.messages.inbox import inbox, message, read_all
from giaoban.web.messages.mail import mail, try_letter_again

urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", read_all, name="read_all_messages"),
    path("inbox/<int:pk>/", message, name="message"),
    path("settings/mail/", mail, name="mail"),
    path("settings/mail/<int:pk>/again/", try_letter_again, name="try_letter_again"),
]
