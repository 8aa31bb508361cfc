"""What machines read and write under `/api/v1`: the shape of each answer, paging, and the description of all of it."""
