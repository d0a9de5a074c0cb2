"""ECS services whose tasks really start, run, fail and are replaced, on the simulated clock."""
