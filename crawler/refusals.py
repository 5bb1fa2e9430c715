"""The answers of a web server that mean "not you" or "not now", for everything that asks one."""

REFUSALS = (401, 403, 429)
"""Stop, whatever was asked for: a refusal is never worked around."""
