Feature: What becomes known late puts right what was said
  A cell is assessed again with the evidence that touches it. What was said of earlier days stays, and an entry beside it
  lists the assessments that are answered differently now.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: A halt of March that is known only in May restates the days that it reaches, at once
    When cell "11" is assessed and recorded as of 2026-02-28 and known at 2026-02-28
    And cell "11" is assessed and recorded as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed and recorded as of 2026-04-15 and known at 2026-04-15
    And cell "11" is assessed and recorded as of 2026-04-30 and known at 2026-04-30
    And these signals on cell "11" become known on 2026-05-20
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | first-incident  | 2026-03-10 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | second-incident | 2026-03-11 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-03-12 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-03-13 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    Then cell "11" was assessed again as of 2026-05-20 because of "first-incident", "second-incident", "halt" and "halt-noted"
    And the assessment of cell "11" as of 2026-03-31 is restated as "Contested"
    And the assessment of cell "11" as of 2026-04-15 is restated as "Contested"
    And the assessment of cell "11" as of 2026-04-30 is restated as "Contested"
    And the assessment of cell "11" as of 2026-02-28 is not restated
    And the assessment of cell "11" as of 2026-03-31 still says "Advancing"
    And the log holds 1 entries of type "assessment:restated"
    And the last entry is of type "assessment:restated"
    And no cell is due
    And the log verifies
    And every recorded assessment replays to what was recorded

  Scenario: Evidence that moves no verdict restates nothing
    When cell "11" is assessed and recorded as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed and recorded as of 2026-05-20 and known at 2026-05-20
    And these signals on cell "11" become known on 2026-05-20
      | id      | date       | tier | stage    | direction | dimension           | severity | tags |
      | routine | 2026-05-19 | 2    | pressure | advancing | border-and-fentanyl | minor    |      |
    Then cell "11" was assessed again as of 2026-05-20 because of "routine"
    And nothing is restated
    And no cell is due

  Scenario: What is taken back is restated back, and both restatements stay
    When cell "11" is assessed and recorded as of 2026-03-31 and known at 2026-03-31
    And these signals on cell "11" become known on 2026-05-20
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | first-incident  | 2026-03-10 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | second-incident | 2026-03-11 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-03-12 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-03-13 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    And the last batch of evidence is withdrawn on 2026-05-21
    Then the assessment of cell "11" as of 2026-03-31 is restated as "Contested", "Advancing"
    And the log holds 2 entries of type "assessment:restated"
    And no cell is due
    And the log verifies

  Scenario: Left due, an assessment says that it is out of date until somebody recomputes
    Given what becomes due is left due
    When cell "11" is assessed and recorded as of 2026-05-20 and known at 2026-05-20
    And these signals on cell "11" become known on 2026-05-20
      | id   | date       | tier | stage    | direction | dimension         | severity | tags             |
      | halt | 2026-05-12 | 2    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    Then the assessment of cell "11" as of 2026-05-20 is out of date because of "halt"
    And the cells that are due are "11"
    When what is due is recomputed on 2026-05-21
    Then the assessment of cell "11" as of 2026-05-20 is not out of date
    And no cell is due
