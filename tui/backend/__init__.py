"""The process beside the screen: it runs the service, so that the screen stays light and never waits."""
