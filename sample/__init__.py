"""The invented network: a generator of programs that do not exist, and a loopback server that stands in for sources."""
