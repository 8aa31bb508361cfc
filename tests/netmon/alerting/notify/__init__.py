"""Mirror of `netmon/alerting/notify`."""
