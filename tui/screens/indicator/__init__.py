"""One indicator: its units, its distribution (指标)."""
