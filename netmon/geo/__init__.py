"""Where things lie on the ground: outlines of municipalities and the ways of cables, brought by whoever has them."""
