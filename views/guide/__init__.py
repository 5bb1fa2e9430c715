"""The guide: what an IOP is, whom it may help, what it is like, what it costs. Its text: ``en.toml``, ``es.toml``."""
