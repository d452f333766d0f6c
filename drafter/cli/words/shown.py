"""What the commands on the letters' own words share."""

from __future__ import annotations

from drafter.cli.common import cache_folder
from drafter.letter.templates import Templates
from drafter.office import Office


def templates_of(office: Office) -> Templates:
    """The office's templates."""
    return Templates.under(office.templates, office.path_of("templates"), cache_folder())
