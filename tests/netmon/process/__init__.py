"""Tests of the process: its start, its socket, its files, its end."""
