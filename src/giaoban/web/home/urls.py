"""The addresses of the home page, and of what calendar programs read of it."""

from django.urls import path

from giaoban.web.home.feed import calendar_feed
from giaoban.web.home.page import home

urlpatterns = [
    path("", home, name="home"),
    path("deadlines/<slug:token>.ics", calendar_feed, name="calendar_feed"),
]
