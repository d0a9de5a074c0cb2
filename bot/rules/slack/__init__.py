"""What a Slack app takes."""
