"""Tests of the rehearsal of rules."""
