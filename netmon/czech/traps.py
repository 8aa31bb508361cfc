"""Czech of what the receiver of traps and informs says."""

TEXTS: dict[str, str] = {
    "NETMON_TRAPS__LISTEN: no notifications can be received at {address} port {port}: {reason};"
    " choose a free port above 1023, such as 1162, or allow it with CAP_NET_BIND_SERVICE": (
        "NETMON_TRAPS__LISTEN: na adrese {address}, portu {port}, nelze přijímat oznámení: {reason};"
        " zvolte volný port nad 1023, například 1162, nebo to povolte pomocí CAP_NET_BIND_SERVICE"
    ),
}
