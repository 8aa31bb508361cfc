"""How the report of a period is taken away."""
