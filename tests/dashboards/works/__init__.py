"""Tests of `dashboards.works`."""
