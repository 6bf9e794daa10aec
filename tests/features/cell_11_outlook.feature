Feature: The outlook of cell 11 says what its futures hang on
  Two branches are declared to the end of September 2026. Each is judged under every subset of what it assumes,
  beside nothing new at all, and none of it is recorded.

  Background:
    Given the framework "doctrine" with its evidence
    And cell "11" was assessed as of 2026-04-26 and known at 2026-04-26

  Scenario: Nothing new at all leaves the cell advancing with friction
    When the outlook of cell "11" is judged as of 2026-04-26
    Then branch "settles" ends in "Advancing (with bilateral friction)" where nothing new happens
    And branch "drifts" ends in "Advancing (with bilateral friction)" where nothing new happens

  Scenario: Joint work that lasts takes the friction away
    When the outlook of cell "11" is judged as of 2026-04-26
    Then branch "settles" ends in "Advancing" where everything comes true
    And the smallest sets of branch "settles" that end in "Advancing" are
      | tournament-work-lasts |

  Scenario: A second incident with a halt makes the cell contested, and nothing else does
    When the outlook of cell "11" is judged as of 2026-04-26
    Then branch "drifts" ends in "Contested (with bilateral friction)" where everything comes true
    And the smallest sets of branch "drifts" that end in "Contested (with bilateral friction)" are
      | cooperation-ends |
    And branch "drifts" ends in "Advancing (with bilateral friction)" where "networks-hold-ground" comes true

  Scenario: An outlook records nothing
    When the outlook of cell "11" is judged as of 2026-04-26
    Then the log has as many entries as before
