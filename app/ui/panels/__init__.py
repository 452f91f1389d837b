"""The parts of the window, one file a panel."""
