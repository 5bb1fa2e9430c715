"""The domain: facts with evidence, listings, programs, vocabulary, places, releases. Knows nobody above it."""
