"""What a definition needs to be one."""
