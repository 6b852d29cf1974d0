"""Frozen value classes of the field; none has behaviour that needs another package."""
