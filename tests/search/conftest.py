from collections.abc import Callable
from pathlib import Path

import pytest

from app.search.documents import Document
from app.search.engine import Index

from .cast import shared_articles


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Index]:
    """Makes an index of these documents, each time in a folder of its own."""
    made: list[Index] = []

    def build(*documents: Document) -> Index:
        index = Index(tmp_path / f"index-{len(made)}")
        made.append(index)
        index.rebuild(documents)
        return index

    return build


@pytest.fixture
def index(build: Callable[..., Index]) -> Index:
    return build(*shared_articles())
