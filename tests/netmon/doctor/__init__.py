"""Tests of what the doctor reads and how it judges."""
