"""What an account holds beside what runs: scans, stacks, certificates, scheduled events, costs.

A world gives it as data; each service answers from it in botocore's shapes, and nothing changes it.
"""
