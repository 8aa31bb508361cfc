"""Tests of `netmon.geo`."""
