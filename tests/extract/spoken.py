"""Invented news passages with unusual quoting, and who says what in each: `speaker: first words … last words`.

A row of `said` holds the speaker (None where nobody is named) and the words of the content, marks and blanks apart;
"…" stands for what lies between. `unsaid` are words that belong to nobody's mouth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage by its name, with what is said in it and by whom."""

    name: str
    text: str
    said: tuple[tuple[str | None, str], ...]
    unsaid: tuple[str, ...] = ()


PASSAGES = (
    # marks
    Passage(
        "german marks",
        "„Wir sind bereit“ was all he said in German. „We shall keep the corridor open,“ said Ambassador Lars Vik.",
        (("Lars Vik", "We shall keep the corridor open"),),
    ),
    Passage(
        "guillemets",
        "«The treaty stands,» said Foreign Minister Ana Duarte. «Nobody will touch it.»",
        (("Ana Duarte", "The treaty stands … Nobody will touch it"),),
    ),
    Passage(
        "single marks",
        "'We will not pay for their fence,' said Prime Minister Jan Holt. 'They built it, they keep it.'",
        (("Jan Holt", "We will not pay for their fence … They built it they keep it"),),
    ),
    Passage(
        "single curly marks with apostrophes",
        "‘It’s the islanders’ harbour, not Oslo’s,’ Mayor Ingrid Dahl told reporters in Bergen.",
        (("Ingrid Dahl", "It s the islanders harbour not Oslo s"),),
    ),
    Passage(
        "latex marks",
        "``The pilots are safe,'' said Colonel Ivan Petrov, a spokesman for the air force.",
        (("Ivan Petrov", "The pilots are safe"),),
    ),
    Passage(
        "nested marks",
        "\"The minister told me 'never', and I believed him,\" said Ambassador Rosa Lima.",
        (("Rosa Lima", "The minister told me never and I believed him"),),
    ),
    Passage(
        "curly marks inside straight ones",
        '"They call it a “peace plan” but it is a bill," said Senator Paul Reyes.',
        (("Paul Reyes", "They call it a peace plan but it is a bill"),),
    ),
    Passage(
        "a mark never closed",
        '"The border is shut, said General Omar Haddad.\n\n"Our trucks are waiting," said Lena Fischer, a haulier.',
        (("Omar Haddad", "The border is shut"), ("Lena Fischer", "Our trucks are waiting")),
    ),
    Passage(
        "a mark never opened",
        'The sanctions will go in spring," said Deputy Minister Pavel Novak.\n\nTrade fell by a fifth last year.',
        (("Pavel Novak", "The sanctions will go in spring"),),
        ("Trade fell by a fifth",),
    ),
    Passage(
        "inches are no marks",
        'The gun has a 5" barrel. "It is old," said Captain Nils Berg. The other has a 6" barrel.',
        (("Nils Berg", "It is old"),),
        ("The other has",),
    ),
    Passage(
        "insertion and ellipsis",
        '"He [the president] promised … to withdraw by May," said Ambassador Rosa Lima.',
        (("Rosa Lima", "He the president promised to withdraw by May"),),
    ),
    Passage(
        "question and exclamation",
        '"Will they come?" asked President Maria Costa. "They must!"',
        (("Maria Costa", "Will they come … They must"),),
    ),
    Passage(
        "no comma before the speaker",
        '"The bridge is ours and will stay ours" General Omar Haddad said on Monday.',
        (("Omar Haddad", "The bridge is ours and will stay ours"),),
    ),
    # paragraphs
    Passage(
        "speech over three paragraphs",
        'Foreign Minister Ana Duarte said: "We met twice.\n\n"We spoke of fish.\n\n"We parted."\n\nRain fell.',
        (("Ana Duarte", "We met twice … We spoke of fish … We parted"),),
        ("Rain fell",),
    ),
    Passage(
        "announced in the paragraph before",
        'Prime Minister Jan Holt wrote on his page:\n\n"Our soldiers come home in June. The mission is over."',
        (("Jan Holt", "Our soldiers come home in June The mission is over"),),
    ),
    Passage(
        "resumed after a long title",
        '"We are out of time," said Rep. J.D. Moore (D-Ohio), chair of the committee on trade. "The deal is dead."',
        (("J.D. Moore", "We are out of time … The deal is dead"),),
    ),
    Passage(
        "resumed after another sentence",
        '"We are patient," said Ambassador Lars Vik. He had just left the ministry. "We can wait for years."',
        (("Lars Vik", "We are patient … We can wait for years"),),
    ),
    Passage(
        "two speakers in one paragraph",
        '"We will sign," said Ana Duarte, the foreign minister. Her colleague Jan Holt said: "We will not."',
        (("Ana Duarte", "We will sign"), ("Jan Holt", "We will not")),
    ),
    Passage(
        "speech after reported words",
        'Ambassador Lars Vik said Norway had offered a pilot scheme. "It costs them nothing."',
        (("Lars Vik", "Norway had offered a pilot scheme … It costs them nothing"),),
    ),
    Passage(
        "opening words outside the marks",
        'With two ferries out of service, "nobody can leave the island," Mayor Ingrid Dahl said.',
        (("Ingrid Dahl", "With two ferries out of service nobody can leave the island"),),
    ),
    Passage(
        "two pieces around the speaker",
        '"If they cross the river," General Omar Haddad warned, "we shall answer."',
        (("Omar Haddad", "If they cross the river … we shall answer"),),
    ),
    Passage(
        "speech goes on after but",
        '"We like them," said Rosa Lima, the ambassador, but "we do not trust their maps."',
        (("Rosa Lima", "We like them"),),
    ),
    # dashes, blocks, letters, posts
    Passage(
        "signed after a dash",
        "“The lake belongs to both of us, and always did.” — Mara Elling, historian",
        (("Mara Elling", "The lake belongs to both of us and always did"),),
    ),
    Passage(
        "signed in the next paragraph",
        '"No tanker has passed since Friday."\n\n- Captain Nils Berg\n\nThe strait is narrow.',
        (("Nils Berg", "No tanker has passed since Friday"),),
        ("The strait is narrow",),
    ),
    Passage(
        "a post",
        'Jan Holt, the prime minister, tweeted: "Good call with President Costa. More soon."',
        (("Jan Holt", "Good call with President Costa More soon"),),
    ),
    Passage(
        "a post with that",
        "President Maria Costa posted that the two navies would train together in August.",
        (("Maria Costa", "that the two navies would train together in August"),),
    ),
    Passage(
        "a banner",
        'A banner at the gate read "Hands off our fish."',
        (("banner at the gate (unnamed)", "Hands off our fish"),),
    ),
    # transcripts
    Passage(
        "questions and answers",
        "Mara Elling is a fellow at the Fjord Institute.\n\nQ: Will they sign?\n\nA: I think they will. They must."
        "\n\nQ: When?\n\nA: Before Easter.",
        (
            ("interviewer (unnamed)", "Will they sign"),
            ("Mara Elling", "I think they will They must"),
            ("Mara Elling", "Before Easter"),
        ),
    ),
    Passage(
        "names in capitals",
        "MODERATOR: Minister, is it war?\n\nDUARTE: No. It is a quarrel about fish.\n\nMODERATOR: And the ships?\n\n"
        "DUARTE: They will turn back.",
        (("DUARTE", "No It is a quarrel about fish"), ("DUARTE", "They will turn back")),
    ),
    Passage(
        "one colon is no transcript",
        "The three ports: Bergen, Oslo and Moss, were shut on Monday.",
        (),
        ("Bergen, Oslo and Moss",),
    ),
    # statements, bodies, unnamed officials
    Passage(
        "a joint statement",
        'In a joint statement, France and Germany said the mission would "continue as planned."',
        ((None, "the mission would continue as planned"),),
    ),
    Passage(
        "a statement read",
        '"Norway rejects the claim," read the statement from the foreign ministry.',
        (("Norwegian foreign ministry", "Norway rejects the claim"),),
    ),
    Passage(
        "according to a statement",
        "The convoy was turned back at dawn, according to a statement by the Norwegian Defence Ministry.",
        (("Norwegian Defence Ministry", "The convoy was turned back at dawn"),),
    ),
    Passage(
        "according to before speech",
        'According to the Kremlin, "the pipes will be mended by Friday."',
        (("Kremlin", "the pipes will be mended by Friday"),),
    ),
    Passage(
        "the Kremlin's spokesman",
        '"There was no such call," Kremlin spokesman Oleg Sorin told reporters.',
        (("Oleg Sorin", "There was no such call"),),
    ),
    Passage(
        "officials who spoke unnamed",
        "Two Western diplomats, who asked not to be named, said the talks had stalled.",
        (("Two Western diplomats (unnamed)", "the talks had stalled"),),
    ),
    Passage(
        "a senior official",
        "A senior Turkish official said on condition of anonymity that Ankara would not send troops.",
        (("senior Turkish official (unnamed)", "that Ankara would not send troops"),),
    ),
    Passage(
        "another official",
        'A Swedish official said the ships had left. Another official said: "They may return."',
        (
            ("Swedish official (unnamed)", "the ships had left"),
            ("official (unnamed)", "They may return"),
        ),
    ),
    Passage(
        "a capital that speaks",
        "Beijing said the flight was routine. It added that no line had been crossed.",
        (("China (Beijing)", "the flight was routine"), ("China (Beijing)", "that no line had been crossed")),
    ),
    # pronouns and takings-up
    Passage(
        "he",
        'Oleg Sorin is an analyst in Riga. He believes that the gas deal "will not survive the winter".',
        (("Oleg Sorin", "that the gas deal will not survive the winter"),),
    ),
    Passage(
        "she among two",
        'President Maria Costa received Prime Minister Jan Holt in Lisbon. "We spoke as neighbours," she said.',
        (("Maria Costa", "We spoke as neighbours"),),
    ),
    Passage(
        "the expert",
        "Sanctions will stay, says Mara Elling, a fellow at the Fjord Institute. The expert expects no change.",
        (("Mara Elling", "Sanctions will stay"), ("Mara Elling", "no change")),
    ),
    Passage(
        "the ambassador",
        "Lars Vik is Norway's ambassador to Chile. The ambassador said that the visit was a success.",
        (("Lars Vik", "that the visit was a success"),),
    ),
    Passage(
        "surname alone",
        "Ambassador Rosa Lima arrived on Sunday. Lima said that her country would abstain.",
        (("Rosa Lima", "that her country would abstain"),),
    ),
    Passage(
        "a relative clause gives the role",
        "Mara Elling, who heads the Fjord Institute, said that trade would recover.",
        (("Mara Elling", "that trade would recover"),),
    ),
    # relays
    Passage(
        "an agency cites",
        '"The ships will stay," TASS cited Oleg Sorin, a navy spokesman, as saying.',
        (("Oleg Sorin", "The ships will stay"),),
    ),
    Passage(
        "told a broadcaster",
        '"It is a trap," Senator Paul Reyes told Sputnik.',
        (("Paul Reyes", "It is a trap"),),
    ),
    Passage(
        "an interpreter",
        '"Our door is open," President Maria Costa said through an interpreter.',
        (("Maria Costa", "Our door is open"),),
    ),
    Passage(
        "quoted by a paper",
        "General Omar Haddad was quoted by the daily Al-Nahar as saying that the truce would hold.",
        (("Omar Haddad", "that the truce would hold"),),
    ),
    Passage(
        "an agency reports a hope",
        "Deputy Minister Pavel Novak hopes that the border will open in June, TASS reported.",
        (("Pavel Novak", "that the border will open in June"),),
    ),
    Passage(
        "a television interview",
        'In an interview with Rossiya 1 television, Oleg Sorin said that "the corridor is safe".',
        (("Oleg Sorin", "that the corridor is safe"),),
    ),
    # indirect speech
    Passage(
        "cue after",
        "Exports would fall by a tenth, the Norwegian central bank estimated.",
        (("Norwegian central bank", "Exports would fall by a tenth"),),
    ),
    Passage(
        "cue inside",
        "The treaty, Ambassador Lars Vik argued, had never been in force.",
        (("Lars Vik", "The treaty had never been in force"),),
    ),
    Passage(
        "a chain of participles",
        "Rosa Lima, the ambassador, said the vote was fair, adding that her country would accept it.",
        (("Rosa Lima", "the vote was fair"), ("Rosa Lima", "that her country would accept it")),
    ),
    Passage(
        "doubt",
        "Analyst Oleg Sorin doubted that the summit would take place.",
        (("Oleg Sorin", "that the summit would take place"),),
    ),
    Passage(
        "a noun as cue",
        "Prime Minister Jan Holt expressed the hope that both fleets would withdraw.",
        (("Jan Holt", "that both fleets would withdraw"),),
    ),
    Passage(
        "two verbs of one vow",
        "President Maria Costa vowed to close the base and to bring the soldiers home.",
        (("Maria Costa", "to close the base and to bring the soldiers home"),),
    ),
    Passage(
        "an accusation",
        "Estonia's foreign minister, Kadri Tamm, accused Russia of jamming the signals of ferries.",
        (("Kadri Tamm", "Russia of jamming the signals of ferries"),),
    ),
    Passage(
        "a denial",
        "The Indian Navy denied that its ships had crossed the line.",
        (("Indian Navy", "that its ships had crossed the line"),),
    ),
    Passage(
        "whether",
        "Reporters asked whether the envoy would stay. Ambassador Lars Vik did not say.",
        ((None, "whether the envoy would stay"),),
    ),
    # headlines, capitals, first person, nobody
    Passage(
        "wire in capitals",
        "NORWAY WILL NOT SELL THE PORT, PRIME MINISTER JAN HOLT SAID ON MONDAY.",
        (("Jan Holt", "NORWAY WILL NOT SELL THE PORT"),),
    ),
    Passage(
        "titles of books are not said",
        'She is the author of "The Long Winter," a history of the embargo.',
        (),
        ("a history of the embargo",),
    ),
    Passage(
        "acts are not words",
        "Norwegian troops crossed the river at dawn and took the bridge without a fight.",
        (),
        ("crossed the river",),
    ),
    Passage(
        "nobody is a person",
        "Nobody at the base heard the drone. The guards saw nothing.",
        (),
    ),
    Passage(
        "scare quotes",
        'The so-called "peace bridge" was closed for repairs on Tuesday.',
        (),
        ("was closed for repairs",),
    ),
    Passage(
        "relations do not speak",
        "Relations between Norway and Chile show that distance matters little.",
        (),
        ("that distance matters little",),
    ),
)
