"""What the page says of how outlets tell a pair is what the table `framing` of the same records says."""

from __future__ import annotations

from detente.explore.catalogue import Catalogue, catalogue
from detente.explore.dossier import page_of
from detente.explore.evidence import Notes
from detente.explore.framing import FramingView, view
from detente.measure.framing import framing
from detente.records import Framing, Span, Stance
from tests.explore import corpus


def known(*stances: Stance) -> Catalogue:
    """The corpus with the framing that measure makes of it."""
    held = corpus.material(stances=stances)
    rows = framing(
        held.documents,
        held.events,
        held.quotes,
        held.incidents,
        forecasts=held.forecasts,
        stances=stances,
        relations=held.relations,
    )
    return catalogue(corpus.material(stances=stances, framing=rows))


def shown(of: Catalogue, outlet: str) -> tuple[FramingView, Framing]:
    documents = [row for row in of.documents if row.outlet == outlet]
    whole = (r for r in of.material.framing if r.outlet == outlet and r.incident_id is None and r.month is None)
    return view(outlet, documents, of, Notes()), next(whole)


def test_tone_toward_each_side_opens_its_words() -> None:
    of = known()
    for outlet in ("Fjord Post", "Lake Courier"):
        found, row = shown(of, outlet)
        for tone, n in zip(found.tones, (row.n_words_a, row.n_words_b), strict=True):
            assert (tone.words.n + tone.rest if tone else 0) == n
            assert tone is None or tone.few == (n < 5)
    assert any(tone for outlet in ("Fjord Post", "Lake Courier") for tone in shown(of, outlet)[0].tones)


def test_led_and_left_out_are_those_of_the_table() -> None:
    found, row = shown(known(), "Fjord Post")
    assert (found.led.n, found.omitted.n) == (len(row.led), len(row.omitted))
    assert found.led.n


def test_voices_are_grouped_by_whose_officials_they_are() -> None:
    found, _ = shown(known(), "Fjord Post")
    assert found.voices[0].name == "its own officials (Norway)"
    courier, _ = shown(known(), "Lake Courier")
    assert [voice.name for voice in courier.voices] == ["others"]


def test_optimism_counts_stances_and_stands_beside_the_index() -> None:
    words = (Span(0, 6),)
    warm = Stance("s1", "d000000000000001", "Kari Strand", "NOR", "NOR", "SWE", "SWE", "warming", words, ())
    found, row = shown(known(warm), "Fjord Post")
    assert found.optimism is not None and row.n_views >= 1
    (month,) = (one for one in found.months if one.label == "May 2011")
    assert month.optimism is not None and month.index is not None


def test_the_page_names_outlets_by_month() -> None:
    html = page_of(known().material)
    assert "Each outlet by month" in html and "its own officials (Norway)" in html
