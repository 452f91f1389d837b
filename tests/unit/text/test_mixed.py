"""UTF-8 files some lines of which are in another encoding."""

import codecs
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInputError
from app.text.decode import decode, detect, open_decoded
from app.text.mixed import foreign_lines

CHINESE = [f"[{'AB'[day % 2]}]: 第{day}天的天气很好，我们去公园吧" for day in range(30)]
FRENCH = ["[A]: Le café est fermé, désolé.", "[B]: Ça va, à bientôt ! Je n’étais pas invité, hélas."] * 15
RUSSIAN = ["[A]: Что ты обычно делаешь в выходные?", "[B]: Хожу в кино с друзьями. А ты?"] * 15


def mixed(lines: list[str], encoding: str, every: int = 7) -> bytes:
    return b"".join(
        (line + "\r\n").encode(encoding if number % every == 3 else "utf-8")
        for number, line in enumerate(lines)
    )


@pytest.mark.parametrize(
    ("lines", "encoding"),
    [(CHINESE, "gb18030"), (FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp866")],
)
def test_every_line_is_read_in_its_own_encoding(lines: list[str], encoding: str) -> None:
    found = decode(mixed(lines, encoding))
    assert found.encoding == f"utf-8+{encoding}"
    assert found.text.splitlines() == lines


def test_half_of_the_lines_may_be_in_the_other_encoding() -> None:
    data = mixed(CHINESE, "gb18030", every=4) + mixed(CHINESE, "gb18030", every=1000)
    assert decode(data).text.splitlines() == CHINESE * 2


@pytest.mark.parametrize(
    "odd", [b"[B]: cut \xe4\xbd", b"[B]: \xff\xfe\xfa", "[B]: 你好".encode() + b"\xff", b"[A]: \xef\xbf"]
)
def test_noise_and_cut_characters_are_no_other_encoding(odd: bytes) -> None:
    data = "\n".join(CHINESE).encode() + b"\n" + odd + b"\n"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.replaced


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp1251", "cp1252", "shift_jis"])
def test_a_file_in_one_old_encoding_is_not_taken_for_a_mixed_one(encoding: str) -> None:
    text = {"cp1251": RUSSIAN, "cp1252": FRENCH, "shift_jis": ["[A]: 週末は何をしますか？"] * 9}.get(encoding)
    lines = text or ["[A]: 我們一起去看電影吧"] * 9
    assert "+" not in detect("\n".join(lines).encode(encoding)).encoding


def test_a_line_that_neither_encoding_can_read_loses_the_least() -> None:
    data = mixed(CHINESE, "gb18030") + b"[A]: " + "电影\n".encode("gb18030")[:-2] + b"\xff\n"
    assert decode(data, "utf-8+gb18030").text.endswith("[A]: 电\ufffd\ufffd\n")


def test_the_user_can_name_it_and_nonsense_is_refused() -> None:
    assert codecs.lookup("UTF-8+GBK").name == "utf-8+gbk"
    for second in ("nothing", "zip", "utf-16", "utf-7", "utf-8"):
        with pytest.raises(BadInputError, match="unknown encoding"):
            list(open_decoded(io.BytesIO(b"abc"), f"utf-8+{second}"))


PARTS = st.lists(
    st.one_of(
        st.sampled_from(["你好，世界", "é", "plain", "\r", "\n", "\r\n"]).map(str.encode),
        st.sampled_from(["你好", "世界，"]).map(lambda text: text.encode("gb18030")),
        st.binary(max_size=4),
    ),
    max_size=40,
).map(b"".join)


@given(data=PARTS, seed=st.integers(0, 99))
def test_how_the_bytes_arrive_does_not_change_the_text(data: bytes, seed: int) -> None:
    pieces = random.Random(seed)
    decoder = codecs.getincrementaldecoder("utf-8+gb18030")("replace")
    at, parts = 0, []
    while at < len(data):
        stop = at + pieces.randint(1, 9)
        parts.append(decoder.decode(data[at:stop]))
        at = stop
    parts.append(decoder.decode(b"", True))
    assert "".join(parts) == data.decode("utf-8+gb18030", "replace")


@pytest.mark.parametrize("step", [1000, 65_536, 65_537, 200_001, 1_000_000])
def test_a_line_without_end_is_read_in_pieces(step: int) -> None:
    data = "你好，世界。 ".encode() * 20_000 + "你好，世界。 ".encode("gb18030") * 20_000
    decoder = codecs.getincrementaldecoder("utf-8+gb18030")("replace")
    text = "".join(decoder.decode(data[at : at + step]) for at in range(0, len(data), step))
    text += decoder.decode(b"", True)
    assert text == data.decode("utf-8+gb18030", "replace")
    assert text.count("你好，世界。 ") > 34_000  # all but one piece, which holds both


def test_lines_of_utf8_are_not_foreign() -> None:
    assert foreign_lines("\n".join(CHINESE).encode()) == []
    assert foreign_lines(b"plain\n" + "好的".encode("gb18030")) == ["好的".encode("gb18030")]
