"""Tests: a mirror of the three packages, the real parts they run against, and the laboratory."""
