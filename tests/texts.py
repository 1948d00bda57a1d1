"""Texts of some length that tests compare."""

NEWS = """The ferry between Lindhavn and the outer islands will run twice a day from next summer, the council decided on
Tuesday after a debate of four hours. Nine members voted for the plan and six against it.

Fishermen had asked for the second boat since the bridge to the mainland was closed to lorries. They said that crabs
and herring spoil on the quay when the morning ferry is late, which happened on 41 days last year.

The company that runs the boats wants 2.4 million crowns for it. "We cannot send a second crew for nothing," its
director Anna Keller told the council, and added that fares have not been raised since 2019. Opponents said that money
for the school roof would be missing, and that the old pier would not bear a second boat in winter storms.

The harbour master has until May to look at the pier. If it has to be made stronger, the second boat will come a year
later, he said, and then the islanders will have had four summers of waiting behind them."""


def other_words(text: str) -> str:
    """A text as long as `text` that shares no word with it."""
    return " ".join(f"{word[::-1]}x" for word in text.split())
