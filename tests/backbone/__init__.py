"""The laboratory: a small backbone of real routers in network namespaces, with links really cut.

    python -m tests.backbone up            # as root; about nine seconds
    python -m tests.backbone cut cheb-as
    python -m tests.backbone exec noc fping 198.18.255.6
    python -m tests.backbone down

Each router is a network namespace with mount, process, host name and time namespaces of its own, so
FRR, net-snmp, OpenSSH and lldpd run with their default paths and touch nothing of the host. Every
link runs through a namespace of wires, where it is cut, with or without loss of carrier.
"""
