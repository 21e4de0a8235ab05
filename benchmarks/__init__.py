"""How fast is it, as ratios inside one run? `make bench` runs them all and writes the page."""
