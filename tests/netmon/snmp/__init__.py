"""Tests of the SNMP door."""
