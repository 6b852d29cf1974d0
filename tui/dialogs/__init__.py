"""Boxes over a screen: to read, to answer, to find. Each can be left with Esc; the screen behind stays as it is."""
