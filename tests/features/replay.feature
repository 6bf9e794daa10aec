Feature: A recorded verdict can be derived again
  From entries and content alone: what is searched is made from them, and no word of a signal counts.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: Every recorded assessment gives the same bytes again, repetitions too
    When cell "11" is assessed as of 2026-03-31 and known at 2026-04-26
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then replaying the log gives 3 assessments, all equal

  Scenario: A verdict changed in its record no longer follows
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And somebody changes "Advancing" to "Contested" in its record with the triggers dropped
    Then replaying the log gives 1 assessment, and differs in "trajectory"

  Scenario: What somebody changes where evidence is searched changes no replay, and is made again
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And somebody marks every signal as retracted
    Then replaying the log gives 1 assessment, all equal
    And the tables differ from what the log makes, and a rebuild makes them equal

  Scenario: No verdict depends on the words of a signal
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the words of every signal are erased
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the second assessment repeats the first
    And replaying the log gives 2 assessments, all equal
    And the log verifies
