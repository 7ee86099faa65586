"""The rooms of naming: what has been said, and the ways a number is named in running text."""
