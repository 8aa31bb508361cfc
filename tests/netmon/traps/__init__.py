"""Tests of what devices say unasked."""
