"""Tests of how commands do what they do."""
