"""How somebody at a desk finds one thing among many: a table with filters, and a search."""
