"""Reads workbooks from untrusted senders within bounds, with exact digits."""
