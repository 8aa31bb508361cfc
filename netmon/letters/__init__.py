"""What is written to municipalities and to readers of figures: by e-mail, through the outbox, never by the pager."""
