"""Who is told what: notices pass the pipeline, messages lie in the outbox, channels carry them."""
