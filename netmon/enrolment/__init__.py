"""How a device that was met becomes part of the inventory: from its portrait to a proposal that people may refuse."""
