"""Tests of the last steps of an answer."""
