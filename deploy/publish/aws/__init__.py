"""One narrow adapter for each AWS service that publishing calls."""
