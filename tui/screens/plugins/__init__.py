"""The departments' plugins and their health (插件)."""
