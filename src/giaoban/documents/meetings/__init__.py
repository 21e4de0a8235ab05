"""Invitations, minutes, notices and reviews, laid out."""
