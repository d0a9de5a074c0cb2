"""`ground discover`: what an account has, as the part of the catalogue that no hand writes."""
