"""What does the demo workspace hold? Builders that fill an empty installation with made-up work."""
