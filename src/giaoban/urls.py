"""Every address of the product; each area's own list is in web/<area>/urls.py."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("giaoban.web.urls")),
]
