"""State that lasts for one login: location, user choices, messages, task history, import results."""
