"""Tests of the ICMP door."""
