from dataclasses import replace

import numpy as np

from detente.measure import forecasters


def test_no_regression_leaves_what_plain_forecasters_expect_far_behind() -> None:
    chance = np.random.default_rng(2)
    own, other = (chance.poisson(6.0, (60, 12)).astype(float) for _ in range(2))
    fitted = forecasters.fit(own, other, 8)
    assert fitted is not None
    ones = [np.ones(len(b)) for b in fitted.regressions]
    wild = [guess.mean for guess in forecasters.guesses(own, other, replace(fitted, regressions=(ones[0], ones[1])))]
    plain = [guess.mean for guess in forecasters.guesses(own, other, fitted)]
    most = max(float(np.max(mean)) for mean in (*plain[:2], own))
    assert max(float(np.max(mean)) for mean in wild[2:4]) <= forecasters.LEAP * most
    assert min(float(np.min(mean)) for mean in wild) > 0
