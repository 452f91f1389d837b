"""Frozen values shared by all rooms; standard library only."""
