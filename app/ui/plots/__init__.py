"""Charts, one file a kind. Nothing here is imported before the statistics are first shown."""
