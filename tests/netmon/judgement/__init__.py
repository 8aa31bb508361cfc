"""Tests of what is judged."""
