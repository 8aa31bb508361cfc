"""Tests of the simulated region and of the demo."""
