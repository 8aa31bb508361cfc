"""What others know about the network, brought into the inventory: only read there, shown before it is written here."""
