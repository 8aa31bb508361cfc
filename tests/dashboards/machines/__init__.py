"""Tests of `dashboards.machines`."""
