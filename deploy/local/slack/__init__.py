"""A local Slack: the Web API that the worker answers to, and the events that Slack would send."""
