"""Forms of an exported concordance: one form a file, found through the registry of ``base``."""
