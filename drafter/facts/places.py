"""The exact place of a fact's field, looked up again when a problem must be reported."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.facts.model import Fact
from drafter.files.layers import Layers
from drafter.files.located_yaml import Key, parse_yaml, read_yaml
from drafter.problems import Where


class FieldPlaces:
    """Looks up fields in the files of facts, each of which is read once.

    ``layers`` are the folders of facts. ``overlay`` are texts to use instead of files, by the names that problems call
    them.
    """

    def __init__(self, layers: Layers, overlay: Mapping[str, str] | None = None) -> None:
        self._layers = layers
        self._documents = {path: parse_yaml(text, path)[0] for path, text in (overlay or {}).items()}

    def of(self, fact: Fact, *keys: Key) -> Where:
        """The place of the value under these keys of the fact's entry; the place of the entry if it is not found."""
        path = fact.where.path
        if path not in self._documents:
            self._documents[path], _ = read_yaml(self._layers.path_of(path), path)
        document = self._documents[path]
        if document is None or fact.where not in document.entries:
            return fact.where
        return document.where(document.entries.index(fact.where), *keys)
