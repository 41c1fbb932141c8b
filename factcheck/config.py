"""Settings a user can change, and the thresholds of the method, each with the measurement that set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from factcheck.calibration import NO_CALIBRATION, Calibration

NO_MODEL = "none"
"""What a setting and a report call it when there is no entailment model."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one check runs with."""

    encoder: str | None = None
    """A sentence-transformers model name or folder; None is the embedded all-MiniLM-L6-v2."""
    nli: str | None = None
    """A sentence-transformers cross-encoder's name or folder; None is the shipped entailment model, "none" no model."""
    min_confidence: float = 0.5
    """Findings below are left out of the report, and counted."""
    exclude: tuple[str, ...] = ()
    """Globs of paths that are not read."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: which column holds ``text``, ``title``, ``source``, ``published``."""
    calibration: Calibration = NO_CALIBRATION
    """How decisions of reviewers change the confidence of findings."""


CANDIDATE_SIMILARITY = 0.3
"""Cosine of two claims from which on they are compared, whatever they mention."""
QUESTION_SIMILARITY = 0.3
"""Cosine of two mentions' questions from which on their claims are compared."""
FOCUS_MARGIN = 0.15
"""By how much more the few words around two values must be alike than their whole questions, to the same effect."""
NAMED_SIMILARITY = 0.25
"""The lower cosine that is enough for claims that share a name."""
RELATED_BRIEF, RELATED_PAIRS = 0.45, 512
"""The lower cosine that is enough for two texts of one claim each; it rises to the other one for two articles with so
many pairs of claims."""
RELATED_SIMILARITY = 0.6
"""Cosine of their two most similar claims from which on two articles are compared at all, if one of them names nothing
that tells one event from another (``Claim.landmarks``)."""
RELATED_LANDMARKS = (0.55, 0.45, 0.4)
"""The cosine that is enough for articles that share one, two, or more landmarks."""
RELATED_BRIEF_LANDMARK = 0.3
"""The cosine that is enough for two texts of one claim each that share a landmark; it rises to the others."""
STRANGE_LANDMARK = 0.04
"""How much more it takes where they share none, times the square of the landmarks of the article with fewer."""
LONE_LANDMARK, MANY_LANDMARKS, MOST_FOR_LONE = 0.01, 4, 0.1
"""How much more where they share one of many, for each landmark above so many of the article with fewer, and at most: a
surname or a big city is shared by chance."""
LONG_LIST, CHANCE_SHARE = 15, 0.2
"""Landmarks of the article with fewer from which on a smaller share than this counts as none: reports on one shooting
hardly ever share so few, and of those on two that would be compared otherwise, most do."""
LANDMARK_ODDS, MOST_LANDMARKS, MOST_DAYS = 3.0, 5, 365
"""What a shared landmark adds to the log-odds that two articles that name something are on one event, and how many of
them count; against it speak the logarithm of the days between them, up to so many, and the root of the landmarks of
the article with fewer. Rounded from a logistic model of 509 articles on 200 shootings."""
MOST_FOR_NAMELESS = 0.15
"""How much more it takes at most, for the days between them, where one names nothing and the other something: of two
pages that name nothing, one may be a later version of the other."""
CERTAIN_ODDS = 5.0
"""Log-odds from which on more say no more."""
LEAST_ODDS, LACKING_ODDS = -1.0, 0.3
"""Log-odds below which the two must be more alike, and how much more for each of them that is missing; less where an
article has fewer landmarks than those, so that they tell little. With all of these, 55 of the 58 pairs of articles on
one development story are related, and none of the 608 on two; of real news on one shooting 86 %, on two shootings
0.2 % (without landmarks and days 91 % and 50 %)."""
CLUSTER_SIMILARITY = 0.75
"""Cosine from which on two claims are put into one cluster; used for reading, not for verdicts."""
MAX_QUOTE = 300
"""Characters of a sentence that a side quotes whole; of a longer one it quotes the claim."""
LIKELY = 0.5
"""Probability from which on a discrepancy is likelier than not."""
WORTH_JUDGING = 0.2
"""Probability that a discrepancy must still be able to have for the entailment model to be asked on, once it has said
something: less is not in any report, unless it is asked for, and a third of all judgements would go to it."""
MIN_SAMENESS = 0.05
"""Probability that two mentions answer one question below which no verdict is given at all."""
EVENT_SIMILARITY = 0.3
"""Cosine of two claims from which on opposed predicates are taken to be about one thing."""
JOIN_SCORE = 0.45
"""Probability from which on a further contradiction brings its other side into a finding."""
AGREEMENT_SCORE = 0.5
"""Cosine of two questions from which on equal values are reported as an agreement."""
KNOWN_SCORE = 0.3
"""Score from which on another source counts as speaking of the same fact, so that it is not single-source."""
EVENT_SAMENESS = 0.4
"""Mean of the claims' cosine and of that of the things whose states are opposed, from which on there is a verdict."""
NEGATION_SAMENESS = 0.65
"""The same for one predicate with and without "not", which two claims share by chance far more often than opposites."""
ABSENCE_SAMENESS = 0.65
"""The same for a thing that there is none of and one that something is said of, by the claims' cosine: from 0.3."""
MAX_SIDES = 12
"""Sides that a finding shows at the most; an editor can't act on more."""
HIGH_GAP = 0.25
"""Relative difference of two quantities from which on a finding is severe."""

EXACT_CLAIMS = 100_000
"""Claims up to which related articles are searched for exactly; above, in cells. For so many the exact search takes
59 s of one core, that in cells 71 s."""
CELLS = 2.0
"""Cells that claims are divided into, as a multiple of the square root of the number of claims."""
PROBES = 48
"""Cells that each claim is searched for in. Of the 53,314 related pairs among 1,514 news articles (51,213 claims), 512
cells with 48 probed find 99.95 % at 12 % of the products, 24 probed 99.7 % at 6.5 %; 1,024 cells with 48 probed 99.86 %
at 7 %, 24 probed 99.3 %."""
SHARED_LANDMARKS = 2
"""Landmarks that two articles share from which on they are compared whatever their cells: 0.8 % of those pairs of news,
and related from a cosine on at which the cells would miss more."""
RECALL_SAMPLE = 3000
"""Claims whose articles are searched for among all, to tell what the cells have missed."""
MEMORY = 1 << 30
"""Bytes of vectors that a check holds in memory; with more, they and the claims lie in files and are read as needed."""
