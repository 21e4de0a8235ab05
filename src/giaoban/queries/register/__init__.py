"""Documents as people see them: what a register holds, what stands, what was asked."""
