"""Command palette: finds screens, units, indicators and actions by name or pinyin initials."""
