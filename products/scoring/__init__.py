"""Score sheets: what they add up to, which stars follow, and the words for it."""
