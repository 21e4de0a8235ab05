"""Giaoban: the work cycle of a steering committee over a tree of reporting units."""
