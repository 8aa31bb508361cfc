"""Tests of the ways to people, and of their answers."""
