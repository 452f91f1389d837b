"""Parlance: a desktop explorer for conversations."""

__version__ = "0.1.0"
