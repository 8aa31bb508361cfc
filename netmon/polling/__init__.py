"""What is asked of devices, when, and what comes of it: one poll, one `PollResult`."""
