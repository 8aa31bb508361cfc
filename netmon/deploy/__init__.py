"""What netmon hands out as files: read by `netmon print`."""
