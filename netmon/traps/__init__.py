"""What devices say unasked: traps and informs, believed only as a hint of where to look."""
