"""The year at a glance (总览)."""
