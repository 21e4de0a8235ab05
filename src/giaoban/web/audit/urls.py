"""The addresses of the audit."""

from django.urls import path

from giaoban.web.audit.history_page import record_history

urlpatterns = [
    path("history/<str:record_type>/<int:pk>/", record_history, name="record_history"),
]
