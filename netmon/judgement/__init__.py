"""What it means: pure functions from observations and `now` to states, causes and availability."""
