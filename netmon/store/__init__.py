"""What is kept: state.db and samples.db, the outbox toward InfluxDB, and who may read them."""
