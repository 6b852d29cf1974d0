"""Calls to the child process that runs the service, so that the screen stays light and never blocks."""
