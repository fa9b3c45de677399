"""Words that must meet in search and words that must not, language by language.

Each line of MEET is a word and further forms or spellings of it; each line of APART is two words of different meaning.
"""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from ubada.search.normalise import index_forms, query_forms, stem

MEET = {
    "en": """
        right rights Rights RIGHTS right's
        woman woman's woman’s
        law laws
        violation violations
        obligation obligations
        recommend recommended recommending recommends
        ratify ratified ratifies
        implementation implementations
        child child's
        report reports reported reporting
        treaty treaties
        state states
        review reviewed reviews
        commitment commitments
        protect protected protecting protects
        discriminate discriminated discriminating
        torture tortured
        journalist journalists
        prisoner prisoners prisoner’s
        Türkmenistan Turkmenistan TURKMENISTAN
        ﬁne fine
        café cafe
    """,
    "ru": """
        право права правам правами правах
        женщина женщины женщинам женщинами
        закон закона законов законами законе за́коны ЗАКОНЫ
        ребёнок ребенок
        её ее
        обязательство обязательства обязательствам обязательствами
        рекомендация рекомендации рекомендаций рекомендациям
        свобода свободы свободе свободой
        государство государства государству государствами
        пытка пытки пытками
        дискриминация дискриминации дискриминацией
        доклад доклада докладов докладами
        насилие насилия насилию
        суд суда судом
        равенство равенства равенству
        инвалид инвалиды инвалидов инвалидам
        журналист журналисты журналистов
        конвенция конвенции конвенцию конвенцией
        протокол протокола протоколы
        учёт учет учета учёта
        омбудсмен омбудсмена омбудсменом
    """,
    "kk": """
        құқық құқығы құқығын құқықтар құқықтарының құқыққа кукык кукыгы
        заң заңы заңның заңға заңдар заңдары зан
        кітап кітабы кітаптар кітабының китап
        мемлекет мемлекеттің мемлекетке мемлекеттер
        бала баланы баланың балалар балаларға балалардың
        әйел әйелдер әйелдердің әйелдерге айелдер
        сот соты сотқа соттың соттар
        республика республикасы республикасының республикада
        қазақстан қазақстанның қазақстанда казакстан
        тұлға тұлғаның тұлғалар тулга
        халық халқы халықтың халқының халык
        жұмыс жұмысы жұмысын жұмысқа жұмыстар жумыс
        қоғам қоғамы қоғамның қоғамда когам
        бостандық бостандығы бостандығын бостандықтар
        міндет міндеті міндеттер миндет
        адам адамның адамдар адамдардың
        білім білімі білімге билим бiлiм
        шешім шешімі шешімдер шешімнің
        үкімет үкіметі үкіметтің укимет
        өкіл өкілі өкілдер өкілдің окил
        парламент парламенті парламенттің
        конституция конституциясы конституцияның
        қызмет қызметі қызметтің кызмет
        басшы басшысы басшылар
    """,
    "ky": """
        китеп китеби китебим китептер китептин китепке
        укук укугу укугун укуктар укуктары укуктарынын укукка
        мыйзам мыйзамы мыйзамдын мыйзамга мыйзамдар мыйзамдары
        өлкө өлкөнүн өлкөлөр өлкөдө олко
        бала баланы баланын балага
        аял аялдар аялдардын аялдарга аялы
        сот соту сотко соттун соттор
        мамлекет мамлекеттин мамлекетке мамлекеттер мамлекети
        республика республикасы республиканын
        кыргызстан кыргызстандын кыргызстанда
        эркиндик эркиндиги эркиндиктер эркиндикке
        конституция конституциясы конституциянын
        өкмөт өкмөтү өкмөттүн окмот
        адам адамдын адамдар адамга адамдары
        милдет милдети милдеттер милдетин
        коом коому коомдун коомдо
        чечим чечими чечимдер чечимдин
        күн күнү күндөр күндө кун
        жумуш жумушу жумушту жумуштар
        өлүм өлүмү өлүмдүн олум
        депутат депутаты депутаттар депутаттын
        басма басмасы басмалар
        төрага төрагасы төраганын торага
    """,
    "tg": """
        ҳуқуқ ҳуқуқи ҳуқуқҳо ҳуқуқҳои ҳуқуқҳоро хукук
        қонун қонуни қонунҳо қонунҳои қонунро конун
        зан занон занҳо занро
        ҷумҳурӣ ҷумҳурии чумхури жумхурии джумхури
        тоҷикистон тоҷикистонро точикистон тожикистон
        озодӣ озодии озодиҳо озоди
        давлат давлати давлатҳо давлатҳои
        кӯдак кӯдакон кӯдакони кӯдакро кудак
        шаҳрванд шаҳрвандон шаҳрвандони шахрванд
        суд суди судҳо судро
        хона хонаи хонаҳо хонаҳои
        китоб китоби китобҳо китобе китобам китобаш
        мард мардон мардони мардро
        ҳукумат ҳукумати ҳукуматро хукумат
        инсон инсони инсонҳо инсонро
        созмон созмони созмонҳо созмонҳои
        маълумот маълумоти малумот
        ҳисобот ҳисоботи ҳисоботҳо хисобот
        тавсия тавсияҳо тавсияи тавсияҳои
        бача бачагон бачаҳо бачаи
        ҳомиладор ҳомиладорӣ хомиладор
        рӯз рӯзи рӯзҳо рузи
        ҷавон ҷавонон ҷавонони чавон
        фарзанд фарзандон фарзанди
    """,
    "tk": """
        hukuk hukugy hukuklar hukuklary hukuklaryny hukuga
        kanun kanuny kanunlar kanunlary kanunyň kanuna
        ýurt ýurdy ýurdunda ýurtlar yurt
        kitap kitaby kitaplar kitabyň kitaba
        döwlet döwleti döwletiň döwletler dowlet
        adam adamlar adamyň adama adamlaryň
        çaga çagalar çagalaryň çagany caga
        aýal aýallar aýallaryň ayal
        Türkmenistan Türkmenistanda Türkmenistanyň turkmenistan
        edara edarasy edaralar edaranyň
        azatlyk azatlygy azatlyklar azatlyga
        jemgyýet jemgyýeti jemgyýetiň jemgyyet
        maksat maksady maksatlar maksada
        borç borjy borçlar borçlary borc
        ýagdaý ýagdaýy ýagdaýda yagday
        maşgala maşgalanyň maşgalalar masgala
        raýat raýatlar raýatyň rayat
        kazyýet kazyýeti kazyýetiň
        şert şerti şertler şertleriň sert
        bilim bilimi bilimiň bilime
        zähmet zähmeti zähmetiň zahmet
        işgär işgärler işgäriň isgar
        saýlaw saýlawlar saýlawyň
        goramak goramaga goramagy
    """,
    "uz": """
        huquq huquqi huquqlar huquqlari huquqlarini huquqning huquqqa ҳуқуқ ҳуқуқлари
        qonun qonuni qonunlar qonunning qonunga қонун қонунлари
        kitob kitobi kitoblar kitobimiz kitobning китоб
        oʻzbekiston o'zbekiston o‘zbekiston o`zbekiston Oʻzbekistonning ўзбекистон
        toʻgʻri to'g'ri to‘g‘ri тўғри
        qishloq qishlogʻi qishloqlar qishlog'i қишлоқ
        davlat davlati davlatlar davlatning давлат
        ayol ayollar ayollarning ayollari аёл аёллар
        bola bolani bolalar bolalarning bolasi бола
        inson insonni insonning insonlar инсон
        majlis majlisi majlislar majlisda мажлис
        konstitutsiya konstitutsiyasi konstitutsiyaning конституция конституцияси
        shaxs shaxsi shaxslar shaxsning шахс
        modda moddasi moddalar moddaning модда
        maʼlumot ma'lumot maʼlumotlar маълумот
        yil yili yillar йил
        erkinlik erkinligi erkinliklar erkinliklari эркинлик
        sud sudi sudlar sudning суд
        choʻl cho'l чўл
        yurak yuragi yuraklar юрак
        farzand farzandi farzandlar фарзанд
        yer yeri yerlar ер
        jamiyat jamiyati jamiyatning жамият
        muddat muddati muddatda муддат
        belgi belgisi belgilar белги
        vaqt vaqti vaqtda вақт
        poyezd поезд
    """,
}

APART = {
    "en": """
        right rite | state statute | law lawn | war ward | treaty treat | minor mine | woman women’swear |
        mass mask
    """,
    "ru": """
        право правда | суд судно | мир мера | труд трудный | совет советник | дело делегат | вода водитель |
        жертва жертвенник | страна страх
    """,
    "kk": """
        бала балық | заң зал | сот соқыр | адам адал | тұлға тұлып | құқық құлық | қоғам қорған | карта қар |
        балта бал | өмір әмір | кітап кітапхана | жол жұлдыз
    """,
    "ky": """
        бала балык | сот сорт | укук уюк | аял аба | мыйзам мырза | өлкө өлүк | коом комуз | китеп китепкана |
        карта кар | тоо той
    """,
    "tg": """
        марду мардум | зан занбӯр | суд судак | қонун қонеъ | давлат давр | забон заб | ҷаҳон ҷаҳ | танҳо тан |
        фарзанд фарз | одам одат
    """,
    "tk": """
        adam adaty | kanun kan | döwlet döwür | çaga çagyryş | ýurt ýürek | borç boý | kitap kitaphana |
        gara garry | bilim bilezik
    """,
    "uz": """
        olim oʻlim | ona oʻna | bola boʻlak | qonun qon | odam odat | davlat davr | soz soʻz | modda mod |
        shaxs shahar | kitob kitobxona | boshqa bosh
    """,
}


def lines(language: str) -> list[list[str]]:
    return [line.split() for line in MEET[language].strip().splitlines()]


GROUPS = [pytest.param(language, words, id=f"{language}-{words[0]}") for language in MEET for words in lines(language)]


PAIRS_APART = [
    pytest.param(language, *pair.split(), id=f"{language}-{pair.strip()}")
    for language, text in APART.items()
    for pair in re.split(r"[|\n]", text.strip())
    if pair.strip()
]


@pytest.mark.parametrize(("language", "words"), GROUPS)
def test_forms_and_spellings_of_a_word_meet(language, words):
    assert {word: stem(word, language) for word in words} == dict.fromkeys(words, stem(words[0], language))


@pytest.mark.parametrize(("language", "words"), GROUPS)
def test_a_reader_who_names_no_language_finds_the_word(language, words):
    indexed = set(index_forms(words[0], language))
    for word in words:
        (alternatives,) = query_forms(word)
        assert indexed & set(alternatives), word


@pytest.mark.parametrize(("language", "one", "other"), PAIRS_APART)
def test_different_words_stay_apart(language, one, other):
    assert stem(one, language) != stem(other, language)


@pytest.mark.parametrize("language", MEET)
def test_the_table_is_large_enough_to_mean_something(language):
    assert sum(len(words) - 1 for words in lines(language)) >= 20
    assert len(lines(language)) >= 20
    assert APART[language].count("|") >= 4


@pytest.mark.parametrize("language", MEET)
def test_the_words_of_the_table_are_not_all_one(language):
    firsts = [words[0] for words in lines(language)]
    met = [(one, other) for one, other in combinations(firsts, 2) if stem(one, language) == stem(other, language)]
    assert met == []
