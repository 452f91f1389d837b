"""near/5(a b): the stretches of a text in which all terms stand close together."""

from __future__ import annotations

from bisect import bisect_right

from app.search.ast import Near
from app.search.folding import Folding
from app.search.patterns import Keys, terms_of


def near_occurrences(tokens: Keys, near: Near, folding: Folding) -> set[tuple[int, int]]:
    """Ranges of tokens of the terms inside such stretches.

    A stretch begins with an occurrence of a term and goes on to every occurrence that starts at most
    ``distance`` counted tokens behind the end of that first one; each term must be there, a term that
    is named twice in two places. Barriers (punctuation, white space) do not count.
    """
    needed = terms_of(near)
    found = [(tokens.occurrences(term, folding), term) for term in needed]
    if not all(len(places) >= needed[term] for places, term in found):
        return set()
    counted = tokens.counted()
    every = sorted(
        {(start, after, number) for number, (places, _) in enumerate(found) for start, after in places}
    )
    wanted = [needed[term] for _places, term in found]
    have = [0] * len(wanted)
    out: set[tuple[int, int]] = set()
    ends = [counted[start] for start, _after, _number in every]
    until = marked = 0
    for at, (_start, after, number) in enumerate(every):
        limit = bisect_right(ends, counted[after] + near.distance)
        while until < limit:
            have[every[until][2]] += 1
            until += 1
        while until > max(limit, at + 1):  # a longer first term may reach further than the next one
            until -= 1
            have[every[until][2]] -= 1
        if all(has >= wants for has, wants in zip(have, wanted, strict=True)):
            for begin, end, _which in every[max(marked, at) : until]:
                out.add((begin, end))
            marked = max(marked, until)
        have[number] -= 1
    return out
