"""Who is on duty, who is called next, and who may sleep: pure functions of the inventory and a moment."""
