"""Tests of the incident as a record."""
