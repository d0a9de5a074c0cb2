"""The simulated AWS account: slim moto, extended, behind one port on loopback.

What it serves, and how truly, is in `operations.yaml`; everything else it refuses by name.
"""
