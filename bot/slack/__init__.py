"""The Slack app: its manifest, compiled. Nothing else knows the manifest's keys."""
