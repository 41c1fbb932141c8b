"""What the articles of a check state: in memory while it is little, else in files, read article by article."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from factcheck import clusters, kinship, related
from factcheck.clusters import Vectors
from factcheck.config import MEMORY
from factcheck.errors import EngineError
from factcheck.records import Claim
from factcheck.related import Profiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

CACHED = 256
"""Articles that are kept in memory after they were read from the files, about 300 KB each."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What an article states."""

    article: str
    claims: tuple[Claim, ...]
    vectors: NDArray[np.float32]
    """A row for each of ``clusters.texts(claims)``."""

    @classmethod
    def of(cls, article: str, claims: Iterable[Claim], vectors: Vectors) -> Stated:
        """The claims of an article, with their vectors from among all."""
        said = tuple(claims)
        return cls(article, said, np.stack([vectors[text] for text in clusters.texts(said)]))

    def by_text(self) -> Vectors:
        """The vectors by what they are of."""
        return dict(zip(clusters.texts(self.claims), self.vectors, strict=True))

    @property
    def matrix(self) -> NDArray[np.float32]:
        """A row for each claim's text."""
        by_text = self.by_text()
        return np.stack([by_text[claim.text] for claim in self.claims])


class Stash:
    """What articles state, in the order in which they came; to be used in a ``with`` statement.

    ``limit`` is how many bytes of vectors are held in memory. With more, everything lies in files, in a folder of its
    own below ``folder`` or else where the system keeps temporary ones; it is gone when the check ends. Each article
    then takes a few hundred bytes of memory. Articles that state nothing are not kept.
    """

    def __init__(self, limit: int = MEMORY, folder: Path | None = None) -> None:
        self._limit = limit
        self._folder = folder
        self._held: OrderedDict[str, Stated] = OrderedDict()
        self._bytes = 0
        self._files: _Files | None = None
        self._sizes: list[int] = []
        self._landmarks: list[tuple[str, ...]] = []
        self._days: list[int] = []
        self.ids: list[str] = []

    def __enter__(self) -> Stash:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._files:
            self._files.remove()

    @property
    def is_on_disk(self) -> bool:
        """Whether it has become too much for memory."""
        return self._files is not None

    def put(self, stated: Stated) -> None:
        """Adds what one more article states. Raises EngineError if the files can't be written."""
        if not stated.claims:
            return
        self.ids.append(stated.article)
        self._sizes.append(len(stated.claims))
        self._landmarks.append(tuple(sorted(kinship.landmarks(stated.claims))))
        self._days.append(kinship.published(stated.claims))
        if self._files:
            self._files.put(stated)
            return
        self._held[stated.article] = stated
        self._bytes += stated.vectors.nbytes
        if self._bytes > self._limit:
            self._files = _Files(self._folder)
            while self._held:
                self._files.put(self._held.popitem(last=False)[1])

    def __getitem__(self, id: str) -> Stated:
        """What an article states."""
        if id in self._held:
            self._held.move_to_end(id)
            return self._held[id]
        if self._files is None:
            raise KeyError(id)
        stated = self._held[id] = self._files.get(id)
        if len(self._held) > CACHED:
            self._held.popitem(last=False)
        return stated

    def __iter__(self) -> Iterator[Stated]:
        """What each article states, in the order in which they came."""
        return (self._files.get(id) if self._files else self._held[id] for id in self.ids)

    def claims(self) -> Iterator[Claim]:
        """All claims, article by article."""
        return (claim for stated in self for claim in stated.claims)

    def profiles(self) -> Profiles:
        """What the search for related articles goes by; the vectors are in a file if the rest is."""
        if self._files:
            matrix = self._files.matrix()
        else:
            rows = [self._held[id].matrix for id in self.ids]
            matrix = np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)
        return related.profiles(matrix, self._sizes, self._landmarks, self._days)

    def claims_at(self, rows: Sequence[int], known: Profiles) -> dict[int, Claim]:
        """The claims of these rows of the profiles, by the rows; each article is read once."""
        found: dict[int, Claim] = {}
        owners = np.searchsorted(known.starts, rows, side="right") - 1
        for row, owner in sorted(zip(map(int, rows), map(int, owners), strict=True)):
            found[row] = self[self.ids[owner]].claims[row - int(known.starts[owner])]
        return found


class _Files:
    """What articles state, in three files: their claims, packed; the vectors of all texts; those of the claims."""

    def __init__(self, folder: Path | None) -> None:
        self._path = Path(tempfile.mkdtemp(prefix="factcheck-", dir=folder))
        self._claims, self._vectors, self._matrix = (
            (self._path / name).open("w+b") for name in ("claims", "vectors", "matrix")
        )
        self._places: dict[str, tuple[int, int, int, int]] = {}
        """Where an article's claims are and how long, and the same of its vectors."""
        self._width = 0

    def put(self, stated: Stated) -> None:
        """Appends an article."""
        packed = zlib.compress(pickle.dumps(stated.claims, pickle.HIGHEST_PROTOCOL), 1)
        self._width = stated.vectors.shape[1]
        try:
            at = self._append(self._claims, packed), len(packed)
            rows = self._append(self._vectors, stated.vectors.tobytes()), stated.vectors.nbytes
            self._append(self._matrix, stated.matrix.tobytes())
        except OSError as error:
            raise EngineError(
                f"{self._path} can't be written: {error.strerror}",
                "make room there, or name a folder on another disk: with --work, or with the variable TMPDIR",
            ) from error
        self._places[stated.article] = (*at, *rows)

    def get(self, id: str) -> Stated:
        """An article."""
        at, length, first, size = self._places[id]
        claims = pickle.loads(zlib.decompress(self._read(self._claims, at, length)))  # what put has written
        vectors = np.frombuffer(self._read(self._vectors, first, size), dtype=np.float32)
        return Stated(id, claims, vectors.reshape(-1, self._width))

    def matrix(self) -> NDArray[np.float32]:
        """The vectors of all claims, mapped into memory."""
        self._matrix.flush()
        return np.memmap(self._path / "matrix", dtype=np.float32, mode="r").reshape(-1, self._width)

    def remove(self) -> None:
        """Takes the files away."""
        for file in (self._claims, self._vectors, self._matrix):
            file.close()
        shutil.rmtree(self._path, ignore_errors=True)

    @staticmethod
    def _append(file: BinaryIO, content: bytes) -> int:
        at = file.seek(0, os.SEEK_END)
        file.write(content)
        return at

    @staticmethod
    def _read(file: BinaryIO, at: int, length: int) -> bytes:
        file.seek(at)
        return file.read(length)
