"""Tests of what is written to municipalities and to readers of figures."""
