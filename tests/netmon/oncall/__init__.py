"""Who is on duty, who is called, and who may sleep."""
