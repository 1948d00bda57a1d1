"""Standard output as a terminal: colours and columns."""

from typing import NoReturn, TextIO

from rich.console import Console


class OutputConsole(Console):
    """Text on `out` as it is, without markup of rich's own. A reader that went away raises BrokenPipeError."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(file=out, highlight=False, markup=False, emoji=False)

    @property
    def in_colour(self) -> bool:
        """Whether `out` shows colours, and its reader wants them."""
        return self.is_terminal and not self.no_color and not self.is_dumb_terminal

    def on_broken_pipe(self) -> NoReturn:
        # rich would end the process with exit code 1; for us a reader that has seen enough is no failure.
        raise BrokenPipeError
