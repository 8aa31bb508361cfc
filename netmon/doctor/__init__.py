"""Whether this machine can run netmon: one module for each thing looked at.

Each reads the machine, changes nothing on it, and judges what it read in a pure function.
"""
