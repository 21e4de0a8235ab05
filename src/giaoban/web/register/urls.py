"""The addresses of documents, what they oblige, and who keeps registers."""

from django.urls import path

from giaoban.web.register.annexes import annex
from giaoban.web.register.assignment import assignment_file
from giaoban.web.register.bodies import add, bodies, body
from giaoban.web.register.books import register_book_file, register_books
from giaoban.web.register.cascading import cascade, cascade_progress
from giaoban.web.register.document_page import document, document_file
from giaoban.web.register.document_steps import (
    add_files,
    call_off,
    edit,
    issue,
    remove_document_file,
    withdraw_all_tasks,
)
from giaoban.web.register.documents_list import documents
from giaoban.web.register.entering import draft, register_document
from giaoban.web.register.giving_all import give_all
from giaoban.web.register.importing import import_documents
from giaoban.web.register.obligations import add_obligation, remove
from giaoban.web.register.obligations import edit as edit_obligation
from giaoban.web.register.proposals import proposals
from giaoban.web.register.relating import relate, unrelate

urlpatterns = [
    path("documents/", documents, name="documents"),
    path("documents/register/", register_document, name="register_document"),
    path("documents/draft/", draft, name="draft_document"),
    path("documents/import/", import_documents, name="import_documents"),
    path("documents/bodies/", bodies, name="bodies"),
    path("documents/bodies/add/", add, name="add_body"),
    path("documents/bodies/<int:pk>/", body, name="body"),
    path("documents/books/", register_books, name="register_books"),
    path("documents/books/<str:book>/<str:form>/", register_book_file, name="register_book_file"),
    path("documents/files/<int:pk>/", document_file, name="document_file"),
    path("documents/files/<int:pk>/remove/", remove_document_file, name="remove_document_file"),
    path("documents/relations/<int:pk>/remove/", unrelate, name="unrelate_documents"),
    path("documents/<int:pk>/", document, name="document"),
    path("documents/<int:pk>/paper/<str:form>/", assignment_file, name="assignment_file"),
    path("documents/<int:pk>/edit/", edit, name="edit_document"),
    path("documents/<int:pk>/issue/", issue, name="issue_document"),
    path("documents/<int:pk>/call-off/", call_off, name="call_off_document"),
    path("documents/<int:pk>/files/", add_files, name="add_document_files"),
    path("documents/<int:pk>/relate/", relate, name="relate_documents"),
    path("documents/<int:pk>/give/", give_all, name="give_document"),
    path("documents/<int:pk>/withdraw-tasks/", withdraw_all_tasks, name="withdraw_document_tasks"),
    path("documents/<int:pk>/annex/", annex, name="annex"),
    path("documents/<int:pk>/clauses/", proposals, name="proposals"),
    path("documents/<int:pk>/obligations/add/", add_obligation, name="add_obligation"),
    path("obligations/<int:pk>/edit/", edit_obligation, name="edit_obligation"),
    path("obligations/<int:pk>/remove/", remove, name="remove_obligation"),
    path("obligations/<int:pk>/give/", cascade, name="give_obligation"),
    path("cascades/<int:pk>/", cascade_progress, name="cascade"),
]
