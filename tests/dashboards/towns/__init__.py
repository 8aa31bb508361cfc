"""Tests of `dashboards.towns`."""
