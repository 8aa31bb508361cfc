"""What programs read: figures, readiness, feeds."""
