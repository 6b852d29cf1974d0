"""Writes cells so that text stays text and numbers keep their digits."""
