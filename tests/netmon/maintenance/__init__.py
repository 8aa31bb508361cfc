"""Planned work."""
