"""The incident as a record: whom to call about it, under which ticket, and by when people hear more."""
