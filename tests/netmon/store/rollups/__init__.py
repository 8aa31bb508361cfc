"""Tests of what is kept of samples for years."""
