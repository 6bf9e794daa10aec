Feature: What is known changes, and what was known does not
  A correction is a new version, known from now on; whoever judges by what was known before sees the one before.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: A retracted signal is no evidence any more, and stays what it was before
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And every signal of stage "incident" dated 2026-04 is retracted because "it never happened"
    And cell "11" is assessed as of 2026-04-26 and known now
    Then there are no qualifiers
    And replaying the log gives 2 assessments, all equal
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the qualifiers are "with bilateral friction"
    And the log verifies

  Scenario: A bad import is withdrawn whole
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And these signals on cell "11" become known on 2026-04-20
      | id     | date       | tier | stage    | direction | dimension         | severity | tags   |
      | forged | 2026-04-20 | 1    | incident | stalling  | bilateral-posture | severe   | lethal |
    And the last batch is withdrawn because "it was forged"
    Then the signal "forged" is no evidence
    And the last entry is of type "signal:withdrawn"
    And the log verifies
