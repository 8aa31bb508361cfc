"""Roll-ups: what is kept of samples for years, reckoned once, read by charts, and sent to InfluxDB."""
