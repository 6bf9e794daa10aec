Feature: The rules of cell 11 bite
  A verdict that no evidence could change would be worth nothing.

  Scenario: Without incidents there is no friction
    Given the framework "doctrine" with its evidence
    But without signals of stage "incident" dated 2026-04
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the trajectory is "Advancing"
    And there are no qualifiers

  Scenario: A second lethal incident and a halt of joint operations lead back to Contested
    Given the framework "doctrine" with its evidence
    And these signals on cell "11"
      | id              | date       | tier | stage    | direction | dimension          | severity | tags                       |
      | second-incident | 2026-04-20 | 2    | incident | stalling  | bilateral-posture  | major    | lethal, sovereignty-objection |
      | halt            | 2026-04-22 | 2    | incident | stalling  | bilateral-posture  | major    | cooperation-halt           |
      | halt-noted      | 2026-04-23 | 1    | incident | stalling  | mexican-enforcement | major   | cooperation-halt           |
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the trajectory is "Contested"

  Scenario: Interpretation alone advances nothing
    Given the framework "doctrine" with its feeds alone
    And these signals on cell "11"
      | id | date       | tier | stage      | direction | dimension           | severity | tags                 |
      | i1 | 2025-03-01 | 4    | instrument | advancing | cartel-suppression  | major    | terrorist-designation |
      | i2 | 2025-03-05 | 4    | instrument | advancing | border-and-fentanyl | major    | border-authority     |
      | i3 | 2025-03-09 | 4    | instrument | advancing | bilateral-posture   | major    | duty                 |
      | i4 | 2025-06-01 | 4    | outcome    | advancing | cartel-suppression  | major    | high-value-target    |
      | i5 | 2025-07-01 | 4    | outcome    | advancing | border-and-fentanyl | major    | border-figures       |
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the state of the fold is "Pre-execution"

  Scenario: Three copies of one report count once
    Given the framework "doctrine" with its evidence
    And these signals on cell "11", all copies of one report
      | id     | date       | tier | stage   | direction | dimension          | severity | tags              |
      | copy-1 | 2026-04-01 | 2    | outcome | advancing | cartel-suppression | moderate | high-value-target |
      | copy-2 | 2026-04-01 | 2    | outcome | advancing | cartel-suppression | moderate | high-value-target |
      | copy-3 | 2026-04-01 | 2    | outcome | advancing | cartel-suppression | moderate | high-value-target |
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then "copy-1", "copy-2" and "copy-3" count as one event

  Scenario: What is known from May does not touch what was known in April
    Given the framework "doctrine" with its evidence
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And these signals on cell "11" become known on 2026-05-10
      | id   | date       | tier | stage    | direction | dimension         | severity | tags             |
      | late | 2026-04-20 | 1    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then both assessments have the same verdict
