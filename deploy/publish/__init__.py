"""From the definition to what people talk to: plan, publish, roll back, compare."""
