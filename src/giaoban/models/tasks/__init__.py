"""What each unit has to do, how far it is, and who was asked for more time."""
