Feature: What becomes known late puts right what was said
  A cell is assessed again with the evidence that touches it. What was said of earlier days stays, and an entry beside it
  lists the assessments that are answered differently now.

  Background:
    Given the framework "doctrine" with its evidence
    And today is 2026-05-20

  Scenario: A halt of March that is known only in May restates the days that it reaches, at once
    When cell "11" is assessed as of 2026-02-28 and known at 2026-02-28
    And cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed as of 2026-04-15 and known at 2026-04-15
    And cell "11" is assessed as of 2026-04-30 and known at 2026-04-30
    And an analyst records these signals on cell "11"
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | first-incident  | 2026-03-10 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | second-incident | 2026-03-11 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-03-12 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-03-13 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    Then cell "11" was assessed again as of 2026-05-20 because of them
    And what was said of 2026-03-31, 2026-04-15 and 2026-04-30 is restated as "Contested"
    And what was said of 2026-02-28 is not restated
    And the first verdict of 2026-03-31 is still "Advancing"
    And no cell is due
    And the log verifies

  Scenario: Evidence that moves no verdict restates nothing
    When cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed as of 2026-05-20 and known at 2026-05-20
    And an analyst records these signals on cell "11"
      | id      | date       | tier | stage    | direction | dimension           | severity | tags |
      | routine | 2026-05-19 | 2    | pressure | advancing | border-and-fentanyl | minor    |      |
    Then cell "11" was assessed again as of 2026-05-20 because of them
    And nothing is restated
    And no cell is due

  Scenario: What is taken back is restated back, and both restatements stay
    When cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And an analyst records these signals on cell "11"
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | first-incident  | 2026-03-10 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | second-incident | 2026-03-11 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-03-12 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-03-13 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    And the last batch of evidence is withdrawn because "another country's"
    Then what was said of 2026-03-31 is restated as "Contested", then as "Advancing"
    And no cell is due
    And the log verifies

  Scenario: Left due, an assessment says that it is out of date until somebody recomputes
    When cell "11" is assessed as of 2026-05-20 and known at 2026-05-20
    And an analyst records these signals on cell "11" and leaves its cells due
      | id   | date       | tier | stage    | direction | dimension         | severity | tags             |
      | halt | 2026-05-12 | 2    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    Then the assessment is out of date because of them
    When what is due is recomputed
    Then the assessment is not out of date
    And no cell is due
