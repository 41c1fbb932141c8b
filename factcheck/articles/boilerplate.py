"""What newsrooms print around an article: bylines, promotions, share bars, copyright lines, lists of other articles.

The patterns are the general furniture of English-language news pages and belong to no outlet. Each must match a whole
short paragraph: a sentence that merely mentions a newsletter or a copyright stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LENGTH = 300
"""A paragraph of more characters is never furniture."""
SHORT_LINE_WORDS = 20
"""What may follow "Related posts" and be dropped with it: lines of fewer words, without a full stop."""

_NAME = r"[A-Z][\w.'’-]*"
_NAMES = rf"{_NAME}(?:(?:,?\s+(?:and|for|in|of|de|van|von|der|al)\s+|,\s*|\s+|\s*[&/|]\s*){_NAME})*"
_NETWORK = r"(?:Facebook|Twitter|X|WhatsApp|LinkedIn|Reddit|Pinterest|Telegram|Instagram|YouTube|Bluesky|E-?mail|Print)"

_CREDIT = r"(?i:(?:additional\s+)?(?:reporting|writing|editing)\s+by)"
_DAY = r"(?:\w+day,?\s+)?(?:\d{1,2}\s+\w+|\w{3,9}\.?\s+\d{1,2}),?\s+\d{4}"

_CASED = {
    "byline": rf"(?i:(?:story|words|report|analysis|written|posted|published|compiled)\s+)?[Bb][Yy]:?\s+{_NAMES}",
    "outlet's byline": rf"(?P<outlet>{_NAME})\s+by\s+(?P=outlet)",
    "sign-off": rf"[-–—]{{1,2}}\s?{_NAME}(?:\s+{_NAME}){{0,3}}|\([A-Z]\w*(?:\s[A-Z]\w*)?\)",
    "credits": rf"\({_CREDIT}\s+[A-Z].*\)|{_CREDIT}\s+[A-Z].*;\s*{_CREDIT}\s.*|{_CREDIT}\s+{_NAMES}",
    "share bar": rf"{_NETWORK}(?:[\s,|·•/]+(?:and\s+)?{_NETWORK})*",
}
_UNCASED = {
    "copyright": r"(?:[^\s.]+\s+){0,6}©\s*(?:copyright\s+)?\w.*|(?:copyright|\(c\))\s*(?:©|\(c\))?\s*\d{4}.*"
    r"|(?:.*[\s.,;])?all\s+rights\s+reserved\W*",
    "promotion": r"(?:editor['’]?s['’]?\s+(?:picks?|choice)|read\s+(?:more|also|next)|also\s+read|see\s+also|related"
    r"|more\s+on\s+this|must\s+read|don['’]t\s+miss|watch|trending)\s*[:|»>]\s*\S.*",
    "read more": r"(?:click\s+here\s+to\s+)?(?:read|see|show|load)\s+more(?:\s+(?:here|stories|news|articles))?\W*"
    r"|continue\s+reading\W*|advertise?ment\W*",
    "newsletter": r"(?:subscribe|sign\s+up|register)\b.*\b(?:newsletters?|briefing|inbox|e-?mails?|alerts|channel)\b.*"
    r"|(?:subscribe|sign\s+up)(?:\s+(?:now|here|today|for\s+free))*\W*",
    "share": r"(?:share|tweet|pin|e-?mail|print)\s+(?:this|on|via|with)(?:\s+\w+){0,4}\W*|share\W*"
    rf"|(?:follow|like|find|join)\s+us\s+on\s+{_NETWORK}\b.*|follow\s+us\W*|follow\s+@\w+.*",
    "updated": rf"(?:(?:last\s+)?(?:updated|modified)|(?:first\s+)?published|posted)"
    rf"(?:\s*:[^.]{{0,40}}|\s+(?:on\s+|at\s+)?{_DAY}\b[^.]{{0,20}})"
    r"|\d+\s+min(?:ute)?s?\s+read",
    "picture credit": r"(?:photo(?:graph)?|image|picture|illustration|video|graphic)(?:\s+credit|\s+by)?\s*:\s*[^.]*",
}
_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _CASED.values()))
_PHRASES = re.compile("|".join(f"(?:{pattern})" for pattern in _UNCASED.values()), re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(
    r"(?:(?:related|recommended|similar|recent|latest|popular|trending|other|top)"
    r"\s+(?:posts?|articles?|stories|news|content|coverage|reading|topics|videos)"
    r"|about\s+the\s+authors?|more\s+(?:stories|news|from\b.*|on\s+this\b.*|like\s+this)"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in)|recommended(?:\s+for\s+you)?"
    r"|most\s+(?:read|popular|viewed)|further\s+reading|see\s+also|(?:read|up)\s+next|trending(?:\s+now)?"
    r"|(?:leave\s+a\s+)?(?:comments?|reply)|tags|share\s+this(?:\s+\w+)?)\s*:?",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a paragraph is a byline, a promotion, a share bar, a copyright line or the like."""
    return len(text) <= MAX_LENGTH and bool(_FURNITURE.fullmatch(text) or _PHRASES.fullmatch(text))


def tail_start(texts: Sequence[str]) -> int:
    """The index of the heading ("Related posts") from which on only short lines follow, or the number of texts."""
    start = len(texts)
    for index in range(len(texts) - 1, -1, -1):
        if _TAIL.fullmatch(texts[index]):
            start = index
        if not _is_short_line(texts[index]):
            break
    return start


def _is_short_line(text: str) -> bool:
    ends = text.endswith(".") and not text.endswith("...")
    return not ends and len(text) <= MAX_LENGTH and text.count(" ") < SHORT_LINE_WORDS
