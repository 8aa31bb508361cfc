"""netmon watches the communication infrastructure of a region.

What is watched stands in `inventory`; `scheduler` says when; `poller` asks through the doors `snmp`,
`ssh` and `icmp`; `judgement` turns answers into states, causes and availability; `rules` and
`alerting` decide who is told; `store` keeps everything; `daemon` wires the parts into one process.
"""
