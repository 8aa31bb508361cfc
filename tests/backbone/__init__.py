"""Tests of `backbone`."""
