"""``config/<year>/*.toml`` → :class:`~kaoping_core.model.scheme.Scheme`, or everything wrong with it."""
