"""What the tests share: places, checkers, oracles, and the pages that a browser opens."""
