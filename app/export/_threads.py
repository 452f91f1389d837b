"""The order in which a thread is read: every turn, then the replies to it."""

from __future__ import annotations

from collections.abc import Sequence


def thread_order(ids: Sequence[int], parents: Sequence[int]) -> list[tuple[int, int]]:
    """Every id once with its depth, in preorder; siblings keep the order of ``ids``.

    ``parents[i]`` is the id that ``ids[i]`` answers, 0 for none. A turn whose parent is not
    among ``ids``, or that answers itself in a circle, is a root.
    """
    known = set(ids)
    replies: dict[int, list[int]] = {}
    roots: list[int] = []
    for turn, parent in zip(ids, parents, strict=True):
        if parent in known and parent != turn:
            replies.setdefault(parent, []).append(turn)
        else:
            roots.append(turn)
    order: list[tuple[int, int]] = []
    placed: set[int] = set()
    for root in (*roots, *ids):  # the second round finds turns that only a circle leads to
        stack = [(root, 0)]
        while stack:
            turn, depth = stack.pop()
            if turn in placed:
                continue
            placed.add(turn)
            order.append((turn, depth))
            stack.extend((reply, depth + 1) for reply in reversed(replies.get(turn, ())))
    return order
