"""The addresses of Word templates of a unit's own."""

from django.urls import path

from giaoban.web.reporting import document_templates as pages

_OF = "templates/of/<int:unit_id>/"
_ONE = "templates/<int:pk>/"

urlpatterns = [
    path("templates/", pages.document_templates, name="document_templates"),
    path(_OF, pages.document_templates_of, name="document_templates_of"),
    path(f"{_OF}fields/", pages.template_fields, name="template_fields"),
    path(f"{_OF}starter.docx", pages.starter, name="starter_template"),
    path(_ONE, pages.document_template, name="document_template"),
    path(f"{_ONE}file/", pages.template_file, name="document_template_file"),
    path(f"{_ONE}trial/", pages.template_trial, name="document_template_trial"),
    path(f"{_ONE}try/", pages.try_document_template, name="try_document_template"),
    path(f"{_ONE}use/", pages.use_document_template, name="use_document_template"),
    path(f"{_ONE}stop/", pages.stop_document_template, name="stop_document_template"),
]
