"""The papers of a register: its books, and what a plan or a decision gives to whom."""
