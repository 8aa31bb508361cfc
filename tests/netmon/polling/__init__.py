"""Tests of what is asked of devices, and when."""
