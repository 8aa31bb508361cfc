"""Municipalities: tiles, figures of their availability, and the way their traffic takes."""
