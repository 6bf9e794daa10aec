Feature: What is assumed of the autumn of 2026 leads where the branches of cell 11 say
  Two branches are declared, each judged at the end of September 2026: with nothing new, and with what it assumes.

  Background:
    Given the framework "doctrine" with its evidence
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26

  Scenario: Joint protection of the tournament lasts, and friction ends with it
    Then in the branch "settles" with nothing new the trajectory is "Advancing"
    And in the branch "settles" with "tournament-work-lasts", "review-closes-route" and "enforcement-keeps-tempo" coming true the trajectory is "Advancing"

  Scenario: An incident ends joint work, and nothing else does
    Then in the branch "drifts" with nothing new the trajectory is "Advancing"
    And in the branch "drifts" with "review-leaves-route-open" and "networks-hold-ground" coming true the trajectory is "Advancing"
    And in the branch "drifts" with "cooperation-ends" coming true the trajectory is "Contested"
    And in the branch "drifts" with "cooperation-ends", "review-leaves-route-open" and "networks-hold-ground" coming true the trajectory is "Contested"
