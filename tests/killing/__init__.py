"""SIGKILL at random moments: nothing acknowledged is lost, nothing half-taken remains.

A nursery (nursery.py) sets Django up once on a database of its own and forks the processes that
are killed (works.py) and the one that looks at what is left (remains.py). Only its own children
are killed.
"""
