Feature: An auditor learns why a verdict was given, and why it changed
  A recorded verdict is explained from the record alone. What rules, knowledge and the world
  changed in a verdict is kept apart, and what none of them changed alone is said to be so.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: What happened between two days, and was told as it happened, is the world's doing
    When cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the two assessments are compared
    Then the qualifier "with bilateral friction" is new because the world changed
    And it came through the rule "partner-objects" and the signal "chihuahua-incident"
    And nothing in the verdict changed because the rules changed

  Scenario: What was known later about the same day is knowledge's doing
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And these signals on cell "11" become known on 2026-05-10
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | second-incident | 2026-04-20 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-04-22 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-04-23 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    And cell "11" is assessed as of 2026-04-26 and known at 2026-05-10
    And the two assessments are compared
    Then the trajectory changed from "Advancing" to "Contested" because knowledge changed
    And it came through the rule "breaks-down" and the signal "halt"
    And the signal "halt" was not known before
    And nothing in the verdict changed because the world changed

  Scenario: What other rules say of the same day and the same evidence is the rules' doing
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the rule "partner-objects" is published anew, asking for 2 events
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the two assessments are compared
    Then the qualifier "with bilateral friction" is gone because the rules changed
    And it came through the rule "partner-objects", which was edited
    And nothing in the verdict changed because knowledge changed

  Scenario: The three are kept apart where all of them moved
    When cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And these signals on cell "11" become known on 2026-04-10
      | id         | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | objection  | 2026-03-20 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt       | 2026-03-22 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted | 2026-03-23 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    And the rule "networks-strike-back" is published anew, asking for 2 events
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the two assessments are compared
    Then the finding "networks-strike-back" changed from "met" to "not met" because the rules changed
    And the qualifier "with bilateral friction" is new because knowledge changed
    And it came through the rule "partner-objects" and the signal "objection"
    And the trajectory changed from "Advancing" to "Contested" because the world changed
    And it came through the rule "cooperation-broken" and the signal "chihuahua-incident"

  Scenario: The same knowledge at another moment has not moved, and can judge both days
    When cell "11" is assessed as of 2026-03-30 and known at 2026-03-30
    And the rule "networks-strike-back" is published anew, asking for 2 events
    And cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And the two assessments are compared
    Then only the rules and the world moved, and 2 orders were tried
    And the finding "networks-strike-back" changed from "met" to "not met" because the rules changed

  Scenario: What neither knowledge nor the world changed alone is said to be so
    When cell "11" is assessed as of 2026-03-31 and known at 2026-04-26
    And these signals on cell "11" become known on 2026-05-10
      | id              | date       | tier | stage    | direction | dimension           | severity | tags                          |
      | second-incident | 2026-04-20 | 2    | incident | stalling  | bilateral-posture   | major    | lethal, sovereignty-objection |
      | halt            | 2026-04-22 | 2    | incident | stalling  | bilateral-posture   | major    | cooperation-halt              |
      | halt-noted      | 2026-04-23 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt              |
    And cell "11" is assessed as of 2026-04-26 and known at 2026-05-10
    And the two assessments are compared
    Then the trajectory changed from "Advancing" to "Contested" because knowledge and the world changed together
    But the qualifier "with bilateral friction" is new because the world changed

  Scenario: The same inputs give the same verdict, and nothing to attribute
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the two assessments are compared
    Then nothing in the verdict changed

  Scenario: A recorded verdict is explained by the rules and the knowledge of its time
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the rule "partner-objects" is published anew, asking for 2 events
    And these signals on cell "11" become known on 2026-04-20
      | id        | date       | tier | stage    | direction | dimension           | severity | tags             |
      | afterward | 2026-04-19 | 1    | incident | stalling  | mexican-enforcement | major    | cooperation-halt |
    And the first assessment is explained from the record
    Then the explanation is of the verdict that was recorded
    And it names the signal "chihuahua-incident" as decisive
    And it does not name the signal "afterward"

  Scenario: A record that its own inputs do not give again is not explained
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And somebody makes the signal "chihuahua-incident" known from 2026-06-01 with the triggers dropped
    Then explaining the first assessment from the record fails, and names the qualifier "with bilateral friction"

  Scenario: A signal is traced to the verdicts it decided and those it came too late for
    When cell "11" is assessed as of 2026-03-31 and known at 2026-03-31
    And cell "11" is assessed as of 2026-04-20 and known at 2026-04-25
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the signal "chihuahua-incident" decided the third assessment
    And it was out of reach of the first assessment: "dated 2026-04, after the day judged"
    And it was out of reach of the second assessment: "known only from 2026-04-26 23:59 (UTC)"

  Scenario: What one of several tell is supported by it and decided by none
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the signal "tapalpa-operation-press" supported the first assessment
    And the signal "usmca-hearing-called" was read by the first assessment
