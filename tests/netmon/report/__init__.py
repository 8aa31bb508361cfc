"""What was delivered in a period, and why a municipality is as it is."""
