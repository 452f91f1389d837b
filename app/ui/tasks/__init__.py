"""Background work for the window: lanes of threads, and one courier that brings results home."""
