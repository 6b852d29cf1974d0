"""Terminal input and output: driver, frame diff, screen buffer, input decoder, capability query."""
