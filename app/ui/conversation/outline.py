"""The shape of a conversation: which turn stands on which row, how deep, and which lines join replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from app.ui.conversation.depth import in_depth, rails_of, rails_to_groups
from app.ui.conversation.tree import ROOT, Bools, Floats, Ints, Tree, make_tree, zeros

MAX_DEPTH = 9
"""Levels of indentation that are drawn; deeper replies say their level instead."""
GROUPED_SECONDS = 300.0
"""A speaker who goes on within so many seconds is not named again."""


@dataclass(frozen=True)
class Shape:
    """What of a tree is shown. ``path``: one version at every fork, the one in ``chosen`` (by the turn that
    forks, ``ROOT`` for the beginning), or else the one that the source shows. ``folded`` turns hide what
    replies to them. All are positions of the tree.
    """

    path: bool = False
    chosen: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    folded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Outline:
    """Arrays over rows, in the order of display. Build with ``arrange``; cheap to keep, safe to share.

    ``ids`` turn ids; ``positions`` in the tree, and ``rows`` of all positions of the tree, -1 where none is
    shown and once more at the end, so that -1 of the tree is -1 of the rows; ``depth`` reply depth (0 =
    starts a thread, or a plain sequence); ``rails`` bit k set when the line of level k goes on below the
    row; ``parent_row`` -1 for none; ``speakers``, ``sizes`` and ``repaired`` as in the tree.
    ``version`` of ``versions`` where a turn has several (0 elsewhere); ``replies`` how many turns stand below
    in the tree, for turns that can be folded; ``continues``: the same speaker goes on; ``new_day``: the first
    turn of a calendar day among those that begin a thread.
    """

    tree: Tree
    shape: Shape
    positions: Ints
    rows: Ints
    ids: Ints
    depth: Ints
    rails: Ints
    parent_row: Ints
    speakers: Ints
    sizes: Floats
    repaired: Bools
    version: Ints
    versions: Ints
    replies: Ints
    continues: Bools
    new_day: Bools
    threaded: bool

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def has_days(self) -> bool:
        """Whether dates stand between the rows."""
        return bool(self.new_day.any())

    @property
    def first_speakers(self) -> tuple[int, ...]:
        """The speakers in order of appearance, at most three."""
        return self.tree.first_speakers

    def row_of(self, turn_id: int) -> int:
        """The row of a turn, or -1."""
        return int(self.places_of([turn_id])[0])

    def rows_of(self, turn_ids: npt.ArrayLike) -> Ints:
        """The rows of those of the turns that are here, ascending."""
        rows = self.places_of(turn_ids)
        return np.sort(rows[rows >= 0])

    def places_of(self, turn_ids: npt.ArrayLike) -> Ints:
        """For every turn its row, or -1; in the order of ``turn_ids``."""
        return self.rows[self.tree.positions_of(turn_ids)]

    def is_folded(self, row: int) -> bool:
        """Whether what replies to a row is hidden."""
        return int(self.positions[row]) in self.shape.folded

    # -- other shapes of the same tree ---------------------------------------------------------

    def with_path(self, *, path: bool) -> Outline:
        """One path through the versions, or all of them as a tree."""
        return arrange(self.tree, replace(self.shape, path=path))

    def with_version(self, row: int, by: int) -> Outline:
        """The next (1) or previous (-1) version of a row's turn shown, round and round."""
        position = int(self.positions[row])
        versions = self.tree.siblings(position)
        wanted = versions[(versions.index(position) + by) % len(versions)]
        return arrange(self.tree, replace(self.shape, chosen=self._choosing([wanted])))

    def with_folded(self, row: int, *, folded: bool) -> Outline:
        """The replies to a row's turn hidden or shown."""
        position = frozenset({int(self.positions[row])})
        now = self.shape.folded | position if folded else self.shape.folded - position
        return arrange(self.tree, replace(self.shape, folded=now))

    def with_all_folded(self, *, folded: bool) -> Outline:
        """Of every thread only its first turn, or everything."""
        children = self.tree.children
        tops = frozenset(root for root in children[ROOT] if children.get(root)) if folded else frozenset()
        return arrange(self.tree, replace(self.shape, folded=tops))

    def showing(self, turn_id: int) -> Outline:
        """This outline, or the nearest one in which a turn of the tree has a row."""
        position = self.tree.position_of(turn_id)
        if position < 0 or self.row_of(turn_id) >= 0:
            return self
        path = self.tree.path_to(position)
        folded = self.shape.folded - frozenset(path[:-1])
        return arrange(self.tree, replace(self.shape, chosen=self._choosing(path), folded=folded))

    def _choosing(self, path: Sequence[int]) -> Mapping[int, int]:
        chosen = dict(self.shape.chosen)
        chosen.update((int(self.tree.parent[position]), position) for position in path)
        return MappingProxyType(chosen)


def make_outline(
    ids: Sequence[int] | Ints,
    parents: Sequence[int] | Ints | None = None,
    speakers: Sequence[int] | Ints | None = None,
    sizes: npt.ArrayLike | None = None,
    repaired: npt.ArrayLike | None = None,
) -> Outline:
    """Turns in the order of the conversation, arranged whole; see ``make_tree`` and ``arrange``."""
    return arrange(make_tree(ids, parents, speakers, sizes, repaired), Shape())


def arrange(tree: Tree, shape: Shape) -> Outline:
    """The rows of a tree in one shape.

    Replies follow their parent (depth first, siblings in order). Where every turn replies to the one
    before, or none replies, the order is kept and nothing is indented. Costs O(turns); run it in the
    background for very large threaded conversations.
    """
    path = shape.path and bool(tree.forks)
    threaded = tree.threaded and not path
    if path:
        order = np.array(chosen_path(tree, shape.chosen), dtype=np.int64)
        depth = zeros(len(order))
    elif threaded:
        order, depth = in_depth(tree, shape.folded, MAX_DEPTH)
    else:
        order, depth = tree.whole, zeros(len(tree))
    return _laid_out(tree, shape, order, depth, threaded=threaded)


def branch(tree: Tree, position: int, most: int) -> Outline:
    """A turn and what is read after it when nothing else is chosen, at most ``most`` rows; for comparing.

    Other versions are not a click away in it: which is compared is chosen elsewhere.
    """
    order = [position, *chosen_path(tree, {}, position)][:most]
    rows, none = np.array(order, dtype=np.int64), zeros(len(order))
    shown = _laid_out(tree, Shape(path=True), rows, none, threaded=False)
    return replace(shown, version=none, versions=none)


def _laid_out(tree: Tree, shape: Shape, order: Ints, depth: Ints, *, threaded: bool) -> Outline:
    count, all_in_order = len(order), order is tree.whole
    rows = np.full(len(tree) + 1, -1, np.int64)
    rows[order] = tree.whole[:count]
    version, versions = _versions(tree, order)
    new_day = _new_days(tree, order)
    if threaded:  # replies tell their own day: they stand below what may be older than the next beginning
        begins = np.flatnonzero(depth == 0)
        new_day = np.zeros(count, np.bool_)
        new_day[begins] = _new_days(tree, order[begins])
    rails = rails_of(depth, MAX_DEPTH) if threaded else zeros(count)
    goes_on = _continues(tree, order, new_day, versions)
    if threaded:
        goes_on &= _beside_each_other(tree, order)
        rails = rails_to_groups(rails, depth, goes_on, MAX_DEPTH)
    return Outline(
        tree=tree,
        shape=shape,
        positions=order,
        rows=rows,
        ids=tree.ids if all_in_order else tree.ids[order],
        depth=depth,
        rails=rails,
        parent_row=tree.parent if all_in_order else rows[tree.parent[order]],  # ROOT is the last place of all
        speakers=tree.speakers if all_in_order else tree.speakers[order],
        sizes=tree.sizes if all_in_order else tree.sizes[order],
        repaired=tree.repaired if all_in_order else tree.repaired[order],
        version=version,
        versions=versions,
        replies=tree.below[order] if threaded else zeros(count),
        continues=goes_on,
        new_day=new_day,
        threaded=threaded,
    )


def chosen_path(tree: Tree, chosen: Mapping[int, int], start: int = ROOT) -> list[int]:
    """The positions read one after another below ``start``: at a fork the version that was chosen, else the
    one that leads to the leaf of the source, else the last.
    """
    shown = set(tree.path_to(tree.leaf)) if tree.leaf >= 0 else set()
    path: list[int] = []
    seen: set[int] = set()
    below = tree.children.get(start, [])
    while below:
        above = path[-1] if path else start
        wanted = chosen.get(above)
        if wanted not in below:
            wanted = next((position for position in below if position in shown), below[-1])
        if wanted is None or wanted in seen:
            break
        seen.add(wanted)
        path.append(wanted)
        below = tree.children.get(wanted, [])
    return path


def _versions(tree: Tree, order: Ints) -> tuple[Ints, Ints]:
    if not tree.forks:
        return zeros(len(order)), zeros(len(order))
    version, versions = np.zeros(len(order), np.int64), np.zeros(len(order), np.int64)
    numbered = {
        position: (number, len(tree.children[above]))
        for above in tree.forks
        for number, position in enumerate(tree.children[above], start=1)
    }
    for row, position in enumerate(order.tolist()):
        version[row], versions[row] = numbered.get(position, (0, 0))
    return version, versions


def _new_days(tree: Tree, order: Ints) -> Bools:
    if tree.days is None or not len(order):
        return np.zeros(len(order), np.bool_)
    days = tree.days if order is tree.whole else tree.days[order]
    new: Bools = days != 0
    new[1:] &= days[1:] != days[:-1]
    return new


def _continues(tree: Tree, order: Ints, new_day: Bools, versions: Ints) -> Bools:
    """Rows whose speaker spoke just before; a turn with versions, and a new day, begin anew."""
    all_in_order = order is tree.whole
    speakers = tree.speakers if all_in_order else tree.speakers[order]
    same = np.zeros(len(order), np.bool_)
    if len(order):
        same[1:] = (speakers[1:] == speakers[:-1]) & (speakers[1:] > 0)
        if tree.moments is not None:
            apart = np.abs(np.diff(tree.moments if all_in_order else tree.moments[order]))
            same[1:] &= ~(apart > GROUPED_SECONDS)  # an unknown time parts nobody
    goes_on: Bools = same & ~new_day & (versions == 0)
    return goes_on


def _beside_each_other(tree: Tree, order: Ints) -> Bools:
    """Rows of a thread that answer what the row above them answers, within minutes as far as is known, and
    that nobody answers, neither of the two.
    """
    near = np.zeros(len(order), np.bool_)
    if len(order) and tree.moments is not None:
        parent, alone = tree.parent[order], tree.below[order] == 0
        near[1:] = (parent[1:] == parent[:-1]) & alone[1:] & alone[:-1]
        near[1:] &= np.abs(np.diff(tree.moments[order])) <= GROUPED_SECONDS
    return near
