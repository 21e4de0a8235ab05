"""Tasks as people see them: what is open, what is late, who has not answered."""
