"""Tests of passwords, second factors and who can read along."""
