"""What the window can do: every action declared once, as data, with its name and shortcut."""
