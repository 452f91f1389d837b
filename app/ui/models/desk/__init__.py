"""What lies on the reader's desk: the open corpus, the query and its hits, the open conversation.

These objects hold the window's state and start its background work. They own no widget; panels
show them and main_window ties actions to them.
"""
