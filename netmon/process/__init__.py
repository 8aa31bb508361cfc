"""The process around the engine: how it starts, is spoken to, looks after its files, and stops."""
