"""The door to InfluxDB: writing points, and setting a server up."""
