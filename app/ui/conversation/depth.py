"""The rows of a thread: replies below their parent, how far indented, and the lines that join them."""

from __future__ import annotations

import numpy as np

from app.ui.conversation.tree import ROOT, Ints, Tree

_FAR = np.iinfo(np.int64).max


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
        goes_on = _next(level == wanted) < _next(level < wanted)
        rails |= goes_on.astype(np.int64) << wanted
    return rails & ((1 << (level + 1)) - 1)


def _next(where: np.ndarray) -> Ints:
    """For every row the next row behind it at which ``where`` is so."""
    here = np.where(where, np.arange(len(where), dtype=np.int64), _FAR)
    behind: Ints = np.append(np.minimum.accumulate(here[::-1])[::-1][1:], _FAR)
    return behind


def _walk_forward(tree: Tree, folded: frozenset[int], most: int) -> tuple[Ints, Ints]:
    """Where nobody replies to what comes later: each turn's row follows from the sizes of the trees before.

    Plain loops over lists: less than half the time of a walk with a stack, and no children to be gathered.
    """
    count = len(tree)
    sizes = (tree.below[:count] + 1).tolist()
    replies = np.bincount(tree.parent[tree.parent >= 0], minlength=count + 1)
    forks = (replies > 1).astype(np.int64).tolist()
    free = [0] * (count + 1)  # the next free row below each position; ROOT is the last place of all
    rows = [0] * count
    levels = [0] * count + [-1]
    forked = [0] * (count + 1)
    for position, above in enumerate(tree.parent.tolist()):
        row = rows[position] = free[above]
        free[above] = row + sizes[position]
        free[position] = row + 1
        levels[position] = levels[above] + 1
        forked[position] = forked[above] + forks[above]
    order = np.empty(count, dtype=np.int64)
    order[np.array(rows, dtype=np.int64)] = np.arange(count)
    seen = _unfolded(tree, rows, folded)
    order = order[seen]
    depth = np.array(levels[:count], dtype=np.int64)[order]
    if len(depth) and int(depth.max()) > most:
        depth = np.array(forked[:count], dtype=np.int64)[order]
    return order, depth


def _unfolded(tree: Tree, rows: list[int], folded: frozenset[int]) -> np.ndarray:
    """Of every row whether it is shown."""
    seen = np.ones(len(rows), dtype=np.bool_)
    for position in folded:
        first = rows[position] + 1
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
