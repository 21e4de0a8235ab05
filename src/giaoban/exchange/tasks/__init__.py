"""Tasks as files for others."""
