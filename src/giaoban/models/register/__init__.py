"""Documents that came and went, their numbers, their files, and what they oblige whom to."""
