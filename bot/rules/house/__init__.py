"""What we ask for."""
