"""How fast is it, against something that everybody knows? Each figure a ratio inside one run."""
