"""Who is told what, by which way, and what people answer."""
