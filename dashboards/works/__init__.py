"""Planned work, as its pages show it."""
