"""What newsrooms print around an article goes; sentences stay."""

from __future__ import annotations

import pytest

from factcheck.articles.boilerplate import is_furniture, tail_start


@pytest.mark.parametrize(
    "text",
    [
        "By Anna Reed", "by Anna Reed", "By Anna Reed and Tom Askew", "BY ANNA REED", "By Anna Reed, Harrow Radio",
        "Written by Anna Reed", "HBC by HBC", "-HBC", "— Harrow Radio", "(Reuters)",
        "(Reporting by Anna Reed; Editing by T. Askew)", "Reporting by Anna Reed; editing by Tom Askew",
        "© 2024 Harrow Radio", "THE HARROW WIRE & © 2024 HARROW RADIO, INC. ALL RIGHTS RESERVED.",
        "Copyright 2024 Harrow Radio. All rights reserved.", "All rights reserved", "(c) 2024 Harrow Radio",
        "EDITOR’S PICK: Ten bridges that fell", "Editor's choice: Ten bridges", "Read more: Ten bridges that fell",
        "RELATED: Ten bridges that fell", "Also read | Ten bridges that fell", "Read more", "Continue reading",
        "Click here to read more", "Advertisement", "ADVERTISEMENT", "Subscribe to our newsletter",
        "Sign up here for our daily briefing and get the news in your inbox.", "Subscribe now", "Share this article",
        "Share", "Follow us on Twitter", "Follow us", "Follow @harrowradio for more", "Facebook Twitter WhatsApp",
        "Facebook | Twitter | E-mail", "Last updated: 5 March 2024, 10:00", "Updated 5 March 2024",
        "Published 5 March 2024", "4 min read",
        "Photo: Anna Reed/Harrow Radio", "Image credit: Harrow Radio",
    ],
)  # fmt: skip
def test_furniture(text):
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "By Monday the water had gone down.", "Anna Reed was killed by a falling beam.", "Village cut off by flood",
        "Village Cut Off By Flood", "Copyright law is to be rewritten, the minister said.",
        "The publisher said that all rights reserved under the contract of 2019 had lapsed.",
        "Read more slowly, the teacher said.", "The newsletter has 40,000 readers.",
        "She asked readers to subscribe to the newsletter.", "Shares fell by 5 per cent.",
        "Share prices rose on Monday", "Like this bridge, the dam is old.", "Follow-up talks begin on Monday.",
        "Updated figures show that 45 people died.", "Updated figures show 45 dead", "The photo was taken in 2019.",
        "Published figures show 45 dead",
        "Related parties paid 4 million pounds.", "Watch sales rose in 2023.", "Reporting by the commission was late.",
        "-5 degrees were measured", "Advertisement revenue fell by a third.", "Bridge at Harrow closes",
        "The bridge, seen in 2019. © Harrow Radio is a company of 40 people with an office on the quay.",
    ],
)  # fmt: skip
def test_sentences_stay(text):
    assert not is_furniture(text)


def test_a_long_paragraph_is_never_furniture():
    assert not is_furniture("Read more: " + "the bridge was shut on Monday and " * 20)


@pytest.mark.parametrize(
    ("texts", "start"),
    [
        (["It is shut.", "Related posts", "Harbour wall to be raised", "Fog came early"], 1),
        (["It is shut.", "Related posts"], 1),
        (["It is shut.", "About the Author", "Related posts"], 1),
        (["It is shut.", "More from Harrow", "Harbour wall to be raised", "You may also like", "Fog came early"], 1),
        (["It is shut.", "Related posts", "The bridge will open again in May."], 3),
        (["It is shut.", "Related posts", "word " * 21], 3),
        (["It is shut.", "Harbour wall to be raised"], 2),
        ([], 0),
    ],
)
def test_a_list_of_other_articles_ends_the_article(texts, start):
    assert tail_start(texts) == start
