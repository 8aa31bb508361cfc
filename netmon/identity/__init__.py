"""Which interface is which: known names, kept over re-indexing, renaming and swapping."""
