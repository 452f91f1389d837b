"""Breaking circles of replies."""

from hypothesis import given
from hypothesis import strategies as st

from app.store.parents import circle_breaks


def ends(parent_of: dict[int, int], start: int) -> bool:
    seen = set()
    at: int | None = start
    while at is not None:
        if at in seen:
            return False
        seen.add(at)
        at = parent_of.get(at)
    return True


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30)))
def test_after_the_breaks_every_walk_upwards_ends_and_no_link_was_cut_in_vain(links: dict[int, int]) -> None:
    cuts = circle_breaks(links)
    kept = {turn: parent for turn, parent in links.items() if turn not in cuts}
    assert all(ends(kept, turn) for turn in links)
    for cut in cuts:
        assert not ends(kept | {cut: links[cut]}, cut)
