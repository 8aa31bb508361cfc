"""A region that does not exist: agents that answer over real SNMP, stories that happen to them, and a past."""
