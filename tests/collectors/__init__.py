"""Tests of `collectors`."""
