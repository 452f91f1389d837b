"""Ways through a tree of turns: the one that is read, and all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Children = dict[int, list[int]]


def children_of(ids: Sequence[int], parents: Sequence[int]) -> Children:
    """The ids that answer each id, in order; 0 has those that answer none of ``ids``.

    ``parents[i]`` is the id that ``ids[i]`` answers, 0 for none. The first of a circle answers none.
    """
    known = set(ids)
    above = {
        turn: parent if parent in known and parent != turn else 0
        for turn, parent in zip(ids, parents, strict=True)
    }
    reached: set[int] = set()
    for turn in ids:
        way: list[int] = []
        at = turn
        while at and at not in reached and at not in way:
            way.append(at)
            at = above[at]
        if at in way:
            above[min(way[way.index(at) :], key=ids.index)] = 0
        reached.update(way)
    found: Children = {0: []}
    for turn in ids:
        found.setdefault(above[turn], []).append(turn)
    return found


def shown_path(children: Children, leaf: int | None = None) -> list[int]:
    """The path to ``leaf`` and on below it; at every other fork the last version, as chats show it."""
    above = {turn: parent for parent, turns in children.items() for turn in turns}
    wanted: set[int] = set()
    while leaf:
        wanted.add(leaf)
        leaf = above.get(leaf, 0)
    path: list[int] = []
    below = children[0]
    while below:
        path.append(next((turn for turn in below if turn in wanted), below[-1]))
        below = children.get(path[-1], [])
    return path


def all_paths(children: Children) -> Iterator[list[int]]:
    """Every path from a beginning to an end, in the order of reading; their number can be large."""
    stack: list[tuple[int, int]] = [(turn, 0) for turn in reversed(children[0])]
    path: list[int] = []
    while stack:
        turn, depth = stack.pop()
        del path[depth:]
        path.append(turn)
        below = children.get(turn)
        if below:
            stack.extend((answer, depth + 1) for answer in reversed(below))
        else:
            yield list(path)
