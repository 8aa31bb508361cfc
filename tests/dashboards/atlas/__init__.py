"""Tests of `dashboards.atlas`."""
