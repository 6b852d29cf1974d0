"""The Textual application: navigation, background tasks, key queue, page watcher, key configuration, theme."""
