"""Two definitions as people write them, compared: for `ground diff` and pull requests."""
