"""Tests of `dashboards.door`."""
