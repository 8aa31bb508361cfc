"""SNMP: collectors declare tables and columns, sessions answer with readings."""
