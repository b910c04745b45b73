"""HTML for notebooks: escaped, without scripts or colours of its own."""

from optimizer.display import card, lines, more, shorten, table


def test_all_text_is_escaped():
    """No name becomes a tag."""
    evil = "<script>alert('x')</script>"
    html = card(evil, lines([evil]), table([evil], [[evil]]), more(2, evil))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


def test_words_stand_left_and_numbers_right():
    """The first columns are words."""
    html = table(["place", "cost"], [["Tamsel", "1.0"]])
    assert html.count("text-align:left") == html.count("text-align:right") == 2


def test_what_is_not_shown_is_counted():
    """Nothing is said where all is shown."""
    assert more(0, "regions") == ""
    assert "and 1,200 more regions" in more(1_200, "regions")


def test_long_words_are_cut():
    """At most so many characters."""
    assert shorten("abcdef", 4) == "abc…"
    assert shorten("abcd", 4) == "abcd"
