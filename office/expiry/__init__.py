"""The board of certificates near their end: rows, filters, counts, what to do next."""
