"""One unit's scores and lost points (单位)."""
