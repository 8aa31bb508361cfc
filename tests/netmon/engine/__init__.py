"""Tests of the engine: what it judges, keeps, tells and shows."""
