"""Tests of the alerting."""
