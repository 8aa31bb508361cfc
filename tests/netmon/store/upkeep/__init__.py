"""Tests of how the files are examined and kept small."""
