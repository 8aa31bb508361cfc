"""The door to ICMP: one raw socket per address family for all devices."""
