"""CloudWatch Logs of the world's services: lines that are made up when they are looked for."""
