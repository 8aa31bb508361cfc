"""How fast: one module per thing measured, with `MEASURES`, which `python -m tests.bench` repeats.

A measure is a function that does the work once and returns figures by name, the unit as the name's
last word (`devices_per_s`, `load_ms`). A machine is never twice equally fast, so each round also
times a fixed calibration loop: figures of two runs compare only beside their calibrations. A module may
also offer `rows`, which makes a table of the medians; modules without `MEASURES` help.
"""
