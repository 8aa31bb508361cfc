"""Tests of the door to InfluxDB."""
