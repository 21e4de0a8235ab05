"""The address of the home page."""

from django.urls import path

from giaoban.web.home.page import home

urlpatterns = [path("", home, name="home")]
