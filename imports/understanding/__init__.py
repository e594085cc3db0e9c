"""From cells to rows that say something: headers, columns, sections, data."""
