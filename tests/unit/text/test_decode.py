"""Which encoding a file has, and how its bytes become text."""

import codecs
import io
import random

import pytest

from app.errors import BadInputError
from app.text.decode import decode, detect, open_decoded

CHINESE = "[A]: 周末一般怎么过？宅家还是出门？\n[B]: 我一般会去看电影，或者和朋友吃饭。你呢？\n"
TRADITIONAL = "[A]: 週末一般怎麼過？在家還是出門？\n[B]: 我們會去看電影，或者和朋友吃飯。你呢？\n"
JAPANESE = "[A]: 週末は何をしますか？\n[B]: 友達と映画を見に行きます。あなたは？\n"
KOREAN = "[A]: 주말에 보통 뭐 해요?\n[B]: 친구들하고 영화를 보러 가요. 당신은요?\n"
RUSSIAN = "[A]: Что ты обычно делаешь в выходные?\n[B]: Хожу в кино с друзьями. А ты?\n"
FRENCH = "[A]: Où étais-tu hier, à la fête ? Ça a été drôle.\n[B]: Je n’étais pas invité, hélas.\n"
POLISH = "[A]: Cześć, jak spędzasz weekend? Może pójdziemy gdzieś?\n[B]: Chętnie, chodźmy na łyżwy.\n"
TURKISH = "[A]: Hafta sonu ne yapıyorsun? Sinemaya gidelim mi, çocuklar?\n[B]: Olur, çok iyi düşünmüşsün.\n"
GREEK = "[A]: Τι κάνεις το Σαββατοκύριακο;\n[B]: Πηγαίνω σινεμά με φίλους. Εσύ;\n"
HEBREW = "[A]: מה אתה עושה בסוף השבוע?\n[B]: אני הולך לקולנוע עם חברים, ואתה?\n"
ARABIC = "[A]: ماذا تفعل في نهاية الأسبوع؟\n[B]: أذهب إلى السينما مع الأصدقاء، وأنت؟\n"

CASES = [
    (CHINESE, "gb18030"), (CHINESE, "gbk"), (TRADITIONAL, "big5"),
    (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"),
    (JAPANESE, "iso2022_jp"), (KOREAN, "euc_kr"), (KOREAN, "cp949"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp1251"),
    (RUSSIAN, "cp866"), (FRENCH, "cp1252"), (POLISH, "cp1250"), (TURKISH, "cp1254"), (GREEK, "cp1253"),
    (HEBREW, "cp1255"), (ARABIC, "cp1256"),
]  # fmt: skip
WIDE = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize(("text", "encoding"), CASES, ids=lambda value: value if len(value) < 12 else "")
def test_a_legacy_encoding_is_recognised(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(detect(data).encoding) == text


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", [CHINESE, RUSSIAN, "[A]: hi\n[B]: hello\n"], ids=["zh", "ru", "en"])
def test_unicode_is_recognised_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", [*WIDE, "gb18030"])
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str) -> None:
    data = ("\ufeff" + CHINESE).encode(encoding)
    found = detect(data)
    assert (found.encoding, found.bom, found.confidence) == (encoding, True, 1.0)
    assert "".join(open_decoded(io.BytesIO(data), found.encoding)) == CHINESE


def test_damaged_but_valid_utf8_stays_utf8() -> None:
    damaged = CHINESE.encode().decode("cp1254", "ignore").encode()
    assert detect(damaged).encoding == "utf-8"


def test_a_few_bad_bytes_do_not_make_utf8_something_else() -> None:
    data = bytearray((CHINESE * 20).encode())
    for place in range(50, len(data), 400):
        data[place] = 0xFF
    found = decode(bytes(data))
    assert found.encoding == "utf-8"
    assert found.replaced >= len(data) // 400
    assert found.text.count("周末") > 15


def test_a_character_cut_at_the_end_of_the_sample_does_not_matter() -> None:
    data = CHINESE.encode()
    for cut in range(4):
        assert detect(data[: len(data) - 1 - cut]).encoding == "utf-8"
    gbk = CHINESE.encode("gb18030")
    assert detect(gbk[:-2]).encoding == "gb18030"


def test_only_the_head_of_a_large_file_is_looked_at() -> None:
    assert detect(b"[A]: hi\n" * 10_000 + bytes(1000)).encoding == "utf-8"


def test_text_with_a_stray_nul_is_text() -> None:
    assert decode(CHINESE.replace("周", "周\0", 1).encode()).text.count("\0") == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"SQLite format 3\0" + bytes(100), "SQLite"),
        (random.Random(1).randbytes(5000), "NUL"),
        (random.Random(2).randbytes(50_000).replace(b"\0", b""), "not text"),
        (bytes(range(1, 9)) * 50, "control characters"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        detect(data)


def test_an_unknown_encoding_is_a_clear_error() -> None:
    with pytest.raises(BadInputError, match="unknown encoding: klingon"):
        list(open_decoded(io.BytesIO(b"x"), "klingon"))


def test_newlines_are_kept_and_chunks_bounded() -> None:
    text = "a\r\nb\rc\n" * 100_000
    chunks = list(open_decoded(io.BytesIO(text.encode()), "utf-8"))
    assert "".join(chunks) == text
    assert max(map(len, chunks)) <= 256 * 1024


def test_utf16_with_mark_named_by_the_user_is_read() -> None:
    data = codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le")
    assert "".join(open_decoded(io.BytesIO(data), "utf-16")) == CHINESE
    assert "".join(open_decoded(io.BytesIO(data), "utf-16-le")) == CHINESE
