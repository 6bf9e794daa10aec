Feature: Cell 11 is judged as its analysts judged it by hand
  The published page of cell 11 gives the states it went through and its verdict of 26 April 2026.
  The shipped rules, which judge kinds of evidence, give the same from the shipped evidence.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario Outline: The state on a day, as known on 26 April 2026
    When cell "11" is assessed as of <day> and known at 2026-04-26
    Then the standing is "sufficient"
    And the trajectory is "<trajectory>"

    Examples:
      | day        | trajectory    |
      | 2025-02-15 | Pre-execution |
      | 2025-07-01 | Contested     |
      | 2025-12-15 | Advancing     |
      | 2026-03-31 | Advancing     |
      | 2026-04-26 | Advancing     |

  Scenario: The whole verdict of 26 April 2026
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the trajectory is "Advancing"
    And the qualifiers are "with bilateral friction"
    And the trend is "Improving with episodic shocks"
    And there are no alternatives

  Scenario: What is not due, and what is stale, is told as such
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then dimension "usmca-recalibration" is undetermined because it is "not due"
    And dimension "world-cup-security" is undetermined because it is "not due"
    And dimension "border-and-fentanyl" names "swb-encounters" as stale
    And every undetermined dimension says what would settle it

  Scenario: The three standing tensions have evidence on each side
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then 3 tensions are active
    And every active tension has evidence on each side
