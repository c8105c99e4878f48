from __future__ import annotations

import pytest

from carreport.ui.preferences import ThemeChoice, WindowState


def test_a_window_state_comes_back_as_it_was_kept() -> None:
    state = WindowState(ThemeChoice.DARK, "01d9", asked_name=True)
    assert WindowState.from_text(state.to_text()) == state


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"theme": "purple", "geometry": 3, "more": 1}'])
def test_what_cannot_be_understood_is_as_on_the_first_day(text: str) -> None:
    assert WindowState.from_text(text) == WindowState()
