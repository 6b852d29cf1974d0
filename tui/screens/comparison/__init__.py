"""Two units side by side (对比)."""
