"""What the commands do: each room of the command line has its counterpart here, which may import what it needs."""
