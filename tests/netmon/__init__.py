"""Tests of `netmon`."""
