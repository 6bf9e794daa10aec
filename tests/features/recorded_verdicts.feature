Feature: What is recorded of a verdict besides the verdict itself

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: The outlook shows nothing made up
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then 2 outlook branches are "not computed yet"

  Scenario: Two engines agree on every step
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then every distinct step was checked by both engines, where both can run

  Scenario: The day somebody presses the button does not matter
    When cell "11" is assessed as of 2025-07-01 and known at 2026-04-26
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the second history begins with the first

  Scenario: What was known is judged the same again, and the record says that it was judged before
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And these signals on cell "11" become known on 2026-05-10
      | id   | date       | tier | stage    | direction | dimension         | severity | tags             |
      | late | 2026-04-20 | 1    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then both assessments have the same verdict
    And the second assessment repeats the first
