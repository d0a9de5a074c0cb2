"""Conversations with an endpoint, local or Amazon's: where they are held, and as whom."""
