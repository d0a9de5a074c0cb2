"""Example worlds: what runs in the simulated account, as data, and how it is built."""
