"""The papers about tasks: how far what was given has come."""
