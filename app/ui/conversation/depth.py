"""The rows of a thread: replies below their parent, how far indented, and the lines that join them."""

from __future__ import annotations

import numpy as np

from app.ui.conversation.tree import ROOT, Bools, Ints, Tree


def in_depth(tree: Tree, folded: frozenset[int], most: int) -> tuple[Ints, Ints]:
    """Depth-first order of positions and the depth of each row of it; what replies to ``folded`` is left out.

    True depth while it fits into ``most``; a deeper tree is indented at forks only, so that a long dialogue
    with one branch does not run out of the page.
    """
    if not tree.forward:
        order, depth = _walk_children(tree, folded, forks_only=False)
        if max(depth, default=0) > most:
            order, depth = _walk_children(tree, folded, forks_only=True)
        return np.array(order, dtype=np.int64), np.array(depth, dtype=np.int64)
    return _walk_forward(tree, folded, most)


def rails_of(depth: Ints, most: int) -> Ints:
    """For every row the levels (bits) whose line goes on to a later row, none shallower between."""
    level = np.minimum(depth, most)
    rails = np.zeros(len(depth), dtype=np.int64)
    for wanted in range(int(level.max(initial=0)) + 1):
        ends = np.flatnonzero(
            level <= wanted
        )  # the line of this level goes on where the next of them is of it
        goes_on = np.repeat(level[ends] == wanted, np.diff(ends, prepend=0))
        rails[: len(goes_on)] |= goes_on.astype(np.int64) << wanted
    return rails & ((1 << (level + 1)) - 1)


def rails_to_groups(rails: Ints, depth: Ints, continues: Bools, most: int) -> Ints:
    """The rails of rows some of which continue the one above: the line of their own level ends at the first
    row of a group, unless it goes on below the last.
    """
    if not continues.any():
        return rails
    own = np.int64(1) << np.minimum(depth, most)
    last = np.append(~continues[1:], True)
    below = (rails[last] & own[last]) != 0
    return np.where(below[np.cumsum(~continues) - 1], rails | own, rails & ~own)


def _walk_forward(tree: Tree, folded: frozenset[int], most: int) -> tuple[Ints, Ints]:
    """Where nobody replies to what comes later."""
    descent = tree.descent
    order = np.empty(len(tree), dtype=np.int64)
    order[descent.rows] = tree.whole
    if folded:
        order = order[_unfolded(tree, descent.rows, folded)]
    levels = descent.levels[order]
    deep = len(order) > 0 and int(levels.max()) > most
    return order, descent.levels_by_forks[order] if deep else levels


def _unfolded(tree: Tree, rows: Ints, folded: frozenset[int]) -> np.ndarray:
    """Of every row whether it is shown."""
    seen = np.ones(len(rows), dtype=np.bool_)
    for position in folded:
        first = int(rows[position]) + 1
        seen[first : first + int(tree.below[position])] = False
    return seen


def _walk_children(tree: Tree, folded: frozenset[int], *, forks_only: bool) -> tuple[list[int], list[int]]:
    """Where some reply to what comes later; turns in a circle are shown as roots."""
    children = tree.children
    order: list[int] = []
    depth: list[int] = []
    seen: set[int] = set()
    stack = [(root, 0) for root in reversed(children[ROOT])]
    while stack:
        position, level = stack.pop()
        if position in seen:
            continue
        seen.add(position)
        order.append(position)
        depth.append(level)
        if position in folded:
            continue
        below = children.get(position, ())
        deeper = level if forks_only and len(below) == 1 else level + 1
        stack.extend((child, deeper) for child in reversed(below))
    return order, depth
