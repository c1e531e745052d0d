from qa.rules.workforce import starters, total_support_workers, why_not_total


def test_w9_thirty_at_the_start_thirty_five_at_the_end_ten_left_make_forty_five() -> None:
    assert total_support_workers(at_end=35, leavers=10) == 45


def test_w10_fifteen_starters_and_thirty_at_the_start_make_the_same() -> None:
    assert starters(at_start=30, at_end=35, leavers=10) == 15
    assert why_not_total(at_start=30, started=15, at_end=35, leavers=10) is None


def test_counts_that_do_not_meet_are_refused_with_both_sums() -> None:
    reason = why_not_total(at_start=30, started=14, at_end=35, leavers=10)
    assert reason is not None
    assert "44" in reason
    assert "45" in reason
    assert why_not_total(at_start=-1, started=0, at_end=0, leavers=0) is not None
