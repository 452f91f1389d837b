"""Scripts that have no large word list: damage in them is known, and most of what was lost is found."""

from difflib import SequenceMatcher

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine

SAID = {
    "Telugu": "నమస్కారం, మీరు ఎలా ఉన్నారు? నేను బాగున్నాను, ధన్యవాదాలు. రేపు మనం సినిమాకు వెళ్దామా?",
    "Kannada": "ನಮಸ್ಕಾರ, ನೀವು ಹೇಗಿದ್ದೀರಿ? ನಾನು ಚೆನ್ನಾಗಿದ್ದೇನೆ, ಧನ್ಯವಾದಗಳು. ನಾಳೆ ನಾವು ಸಿನಿಮಾಗೆ ಹೋಗೋಣವೇ?",
    "Malayalam": "നമസ്കാരം, സുഖമാണോ? എനിക്ക് സുഖമാണ്, നന്ദി. നാളെ നമുക്ക് സിനിമ കാണാൻ പോകാം.",
    "Gujarati": "નમસ્તે, તમે કેમ છો? હું મજામાં છું, આભાર. કાલે આપણે ફિલ્મ જોવા જઈએ?",
    "Punjabi": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਤੁਸੀਂ ਕਿਵੇਂ ਹੋ? ਮੈਂ ਠੀਕ ਹਾਂ, ਧੰਨਵਾਦ. ਕੱਲ੍ਹ ਅਸੀਂ ਫਿਲਮ ਦੇਖਣ ਜਾਵਾਂਗੇ?",
    "Odia": "ନମସ୍କାର, ଆପଣ କେମିତି ଅଛନ୍ତି? ମୁଁ ଭଲ ଅଛି, ଧନ୍ୟବାଦ. ଆସନ୍ତାକାଲି ଆମେ ସିନେମା ଦେଖିବାକୁ ଯିବା?",
    "Bengali": "নমস্কার, আপনি কেমন আছেন? আমি ভালো আছি, ধন্যবাদ. কাল আমরা সিনেমা দেখতে যাব?",
    "Tamil": "வணக்கம், நீங்கள் எப்படி இருக்கிறீர்கள்? நான் நன்றாக இருக்கிறேன், நன்றி. நாளை திரைப்படம் பார்ப்போமா?",
    "Sinhala": "ආයුබෝවන්, ඔබට කොහොමද? මම හොඳින් ඉන්නවා, ස්තුතියි. හෙට අපි චිත්\u200dරපටයක් බලන්න යමුද?",
    "Georgian": "გამარჯობა, როგორ ხარ? კარგად ვარ, გმადლობთ. ხვალ კინოში წავიდეთ?",
    "Armenian": "Բարև, ինչպես ես? Լավ եմ, շնորհակալություն. Վաղը գնանք կինո?",
    "Burmese": "မင်္ဂလာပါ, နေကောင်းလား? ကောင်းပါတယ်, ကျေးဇူးတင်ပါတယ်. မနက်ဖြန် ရုပ်ရှင်ကြည့်မလား?",
    "Khmer": "សួស្តី, អ្នកសុខសប្បាយទេ? ខ្ញុំសុខសប្បាយទេ, អរគុណ. ស្អែកយើងទៅមើលកុនទេ?",
    "Lao": "ສະບາຍດີ, ເຈົ້າສະບາຍດີບໍ? ຂ້ອຍສະບາຍດີ, ຂອບໃຈ. ມື້ອື່ນໄປເບິ່ງໜັງບໍ?",
    "Amharic": "ሰላም, እንዴት ነህ? ደህና ነኝ, አመሰግናለሁ. ነገ ፊልም ለማየት እንሂድ?",
    "Kazakh": "Сәлем, қалайсың? Жақсымын, рақмет. Ертең киноға барамыз ба? Әрине, сағат нешеде?",
    "Pashto": "سلام، څنګه یاست؟ زه ښه یم، مننه. سبا به د فلم لیدلو ته لاړ شو؟",
}


@pytest.mark.parametrize("language", SAID)
def test_what_lost_bytes_is_mostly_found(language: str) -> None:
    said = SAID[language]
    damaged = damage(said, "cp1252-drop")
    repaired = RepairEngine().repair(damaged)
    alike = SequenceMatcher(None, said, repaired.text, autojunk=False).ratio()
    assert alike > 0.93, repaired.text
    assert repaired.original == damaged


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("channel", ["cp1252-keep", "latin1-keep", "cp437", "mac-roman"])
def test_what_lost_nothing_comes_back_whole(language: str, channel: str) -> None:
    assert RepairEngine().repair(damage(SAID[language], channel)).text == SAID[language]


@pytest.mark.parametrize("language", SAID)
def test_sound_text_stays_as_it_is(language: str) -> None:
    assert not RepairEngine().repair(SAID[language]).spans
