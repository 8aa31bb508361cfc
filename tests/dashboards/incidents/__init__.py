"""Tests of `dashboards.incidents`."""
