"""What many documents say together, as stored: incidents, and what is measured from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.records.base import column


@dataclass(frozen=True, slots=True)
class Link:
    """Another incident and what it is to this one.

    `kind`: cancels, cancelled_by, carries_out, carried_out_by, replaces or replaced_by.
    """

    incident_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One row a real-world event, merged from all reports of it."""

    incident_id: str = column("identity, stable across rebuilds")
    source: tuple[str, ...] = column("states or organisations that act")
    target: tuple[str, ...] = column("states or organisations acted upon")
    reciprocal: bool = column("both sides act alike: a meeting, an agreement")
    plover: str = column("PLOVER type")
    cameo: str = column("CAMEO code")
    goldstein: float = column("Goldstein weight, -10 to 10")
    quad: int = column("quad class, 1 to 4")
    status: str = column("status that the reports together support")
    date_from: date | None = column("earliest day")
    date_to: date | None = column("latest day")
    place: str | None = column("where")
    issues: tuple[str, ...] = column("interstate issues")
    n_documents: int = column("documents that report it, copies counted once")
    n_outlets: int = column("outlets that report it")
    summary: str = column("one line, composed from codes")
    historical: bool = column("background in every report of it", default=False)
    event_ids: tuple[str, ...] = column("the mentions it was merged from", default=())
    links: tuple[Link, ...] = column("the same act planned, called off or held, as incidents of their own", default=())
    origin: str = column("text, gdelt, icews, polecat or plover", default="text")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Reaction:
    """One row an incident that answers another."""

    incident_id: str = column("what was answered")
    answer_id: str = column("the answer")
    lag_days: int = column("days between them")
    p: float = column("probability that it is an answer, 0 to 1")
    basis: str = column("stated (the text says so) or timing")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """One row a pair, side and kind of act: how the other side answers such acts, by a mutually exciting process."""

    a: str = column("state that acts")
    b: str = column("state that may answer")
    measure: str = column("kind of the acts: cooperation or conflict")
    from_: date = column("first day of what was fitted", name="from")
    to: date = column("last day of what was fitted")
    n_acts: int = column("such acts of a toward b, joint acts left out")
    n_answering: int = column("acts of b toward a of the same kind")
    usual: float = column("such acts of a a week that nothing calls forth")
    answers: float = column("acts of the same kind of b that one such act calls forth directly")
    answers_low: float = column("lower end of its 90 % interval")
    answers_high: float = column("upper end")
    crossed: float = column("acts of the other kind of b that one such act calls forth directly")
    repeats: float = column("further such acts of a that one calls forth directly")
    turns: float = column("acts of the other kind of a that one such act calls forth directly")
    half_life: float = column("days in which the pull of an act halves, one for the pair")
    half_life_low: float = column("lower end of its 90 % interval")
    half_life_high: float = column("upper end")
    spiral: float = column("branching ratio of the pair: further acts an act calls forth in a generation; 1 never ends")
    spiral_low: float = column("lower end of its 90 % interval")
    spiral_high: float = column("upper end")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Driver:
    """An incident and its share of a move of the index, in index points.

    `kind` is new (happened since the row before), fading (older, losing weight), later (its evidence reaches back) or
    rest (all others together, with an empty `incident_id`: the drivers of a row sum to its move). Where many acts moved
    it a little each, those of one class `quad` and kind that are not named stand together, `acts` of them, with an
    empty `incident_id`; else `quad` is null. `acts` is 0 for the rest.
    """

    incident_id: str
    contribution: float
    kind: str = "new"
    acts: int = 1
    quad: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One row a pair of states and period: counts, and the index of cooperation and conflict with its 90 % band."""

    a: str = column("first state, alphabetical unless directed")
    b: str = column("second state")
    directed: bool = column("true when only acts of a toward b count")
    period: str = column("day, week or month")
    from_: date = column("first day of the period", name="from")
    to: date = column("last day of the period")
    n_incidents: int = column("incidents in the period")
    n_documents: int = column("documents that report them")
    cooperation: int = column("cooperative incidents")
    conflict: int = column("conflictual incidents")
    index: float = column("100 (P(cooperation) - P(conflict)), -100 to 100")
    low: float = column("lower end of the 90 % band")
    high: float = column("upper end of the 90 % band")
    drivers: tuple[Driver, ...] = column("incidents and what each contributed to the move since the period before")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """One row a day on which a relation changed course."""

    a: str = column("first state")
    b: str = column("second state")
    day: date = column("the day", name="date")
    direction: str = column("up or down")
    strength: float = column("score of the change, higher is sharper")
    incident_ids: tuple[str, ...] = column("incidents responsible")
    online: bool = column("seen without looking ahead")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Component:
    """One negative binomial of an outlook's mixture."""

    weight: float
    mean: float
    size: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """One row a forecast of next period's counts for a pair of states."""

    a: str = column("first state")
    b: str = column("second state")
    made_on: date = column("last day whose events it knows")
    from_: date = column("first day forecast", name="from")
    to: date = column("last day forecast")
    measure: str = column("cooperation or conflict")
    mixture: tuple[Component, ...] = column("negative binomials with weights that sum to 1")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Normal:
    """One component of a mixture: a normal distribution with its weight."""

    weight: float
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class IndexOutlook:
    """One row a forecast of where the index of a pair of states will be drawn for the next week or month."""

    a: str = column("first state")
    b: str = column("second state")
    made_on: date = column("last day whose events it knows")
    from_: date = column("first day forecast", name="from")
    to: date = column("last day forecast")
    index: float = column("median of where the line will be drawn")
    low: float = column("lower end of its central 90 %")
    high: float = column("upper end")
    mixture: tuple[Normal, ...] = column("normals with weights that sum to 1")
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class ToneWord:
    """A word that sets the tone, where it stands, and toward which side of the pair it goes: the one named nearest."""

    doc_id: str
    start: int
    end: int
    tone: int
    toward: str | None


@dataclass(frozen=True, slots=True)
class Framing:
    """One row an outlet and an incident, a month of a pair, or all of a pair: whether and how the outlet told it."""

    incident_id: str | None = column("incident; null for a month of a pair and for the whole of it")
    a: str = column("first state of the pair")
    b: str = column("second state of the pair")
    outlet: str = column("outlet")
    covered: bool = column("the outlet reports the incident")
    n_documents: int = column("documents of the outlet that do, copies counted once")
    tone: float | None = column("mean tone of its words about the pair, -1 to 1; null where nothing is said")
    spokespeople: tuple[str, ...] = column("who is quoted, by name")
    month: date | None = column(
        "first day of the month of publication; null for an incident and for the whole", default=None
    )
    n_incidents: int = column("incidents of the pair that the outlet reports here", default=0)
    led: tuple[str, ...] = column("incidents it tells in a headline or a first paragraph", default=())
    omitted: tuple[str, ...] = column(
        "incidents that others told while it wrote on the pair, and that it did not", default=()
    )
    n_words: int = column("words that set the tone", default=0)
    tone_a: float | None = column("mean tone toward the first state, -1 to 1; null where nothing is said", default=None)
    n_words_a: int = column("words that set it", default=0)
    tone_b: float | None = column("mean tone toward the second state", default=None)
    n_words_b: int = column("words that set it", default=0)
    tone_words: tuple[ToneWord, ...] = column("the first of those words, with their places", default=())
    n_quotes: int = column("attributions in those documents", default=0)
    n_officials_a: int = column("of these, officials of the first state", default=0)
    n_officials_b: int = column("officials of the second state", default=0)
    n_officials_third: int = column("officials of other states and of organisations", default=0)
    n_experts: int = column("experts: scholars, analysts, think tanks", default=0)
    optimism: float | None = column(
        "views of the pair's future and stances, (better - worse) / all of them, -1 to 1", default=None
    )
    n_views: int = column("views and stances counted", default=0)
    index: float | None = column("index of the pair in that month, to hold the optimism against", default=None)
    version: str = column("version of coder and lexicons", default="")


@dataclass(frozen=True, slots=True)
class Score:
    """One row how forecasts fared: all, those of a speaker or an outlet, or those of a fifth of the scale of odds."""

    of: str = column("all, speaker, outlet, or bin: forecasts given odds between low and high")
    name: str | None = column("speaker or outlet; null for all and for bins")
    rank: int | None = column("place among speakers or outlets, best mean Brier score first; null below ten scored")
    low: float | None = column("lower end of a bin, 0 to 1")
    high: float | None = column("upper end of a bin")
    n_made: int = column("forecasts that allow a verdict")
    n_decided: int = column("of these, decided: true or false")
    n_true: int = column("of these, true")
    n_scored: int = column("decided ones that gave odds")
    n_by_hand: int = column("decided ones without incidents behind the verdict: by a person")
    said: float | None = column("mean odds of the scored; null below ten, but for bins")
    came: float | None = column("share of the scored that came true; null below ten, but for bins")
    brier: float | None = column("mean Brier score of the scored, 0 best to 1; null below ten")
    log_score: float | None = column("mean natural log score of the scored, 0 best; null below ten")
    skill_no_change: float | None = column(
        "share by which the Brier score beats always saying that nothing changes; 0 as good, 1 perfect; null below ten"
    )
    skill_base_rate: float | None = column(
        "share by which it beats always giving the share of these forecasts that came true; null below ten"
    )
    version: str = column("version of coder and lexicons", default="")
