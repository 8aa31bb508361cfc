"""Tests of `netmon.cli`."""
