"""Which turn answers which, where nobody wrote it down."""
