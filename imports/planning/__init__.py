"""From understood rows to a plan: what is new, what changes, what is refused, why."""
