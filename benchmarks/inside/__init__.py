"""What is measured, run in a workspace where Django is set up (benchmarks/workspace.py)."""
