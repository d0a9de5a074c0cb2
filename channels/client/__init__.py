"""What every channel shares: how to hold a conversation with Lex and fulfillment."""
