"""Windows beside the window: palette, choosers, and sheets to read. None of them stops the work."""
