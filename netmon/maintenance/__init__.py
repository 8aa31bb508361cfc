"""Planned work: what it covers, when it excuses, and what it would collide with."""
