"""The NPI registry: how its questions are cut into shards, and what its records say."""
