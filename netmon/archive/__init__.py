"""A copy of everything netmon knows in one file, and how it is put back."""
