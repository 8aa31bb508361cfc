"""The loop's own room: what devices answered is judged, kept, told and shown here."""
