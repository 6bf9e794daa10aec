Feature: Every evaluation is recorded before it is shown
  The log is append-only where it lies and evident from outside.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: An assessment names what identifies it
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the last entry is of type "assessment:recorded"
    And the last entry names the ruleset, the size of the log and the digest of the read set
    And the log verifies

  Scenario: A repeated evaluation is a short entry that points at the first
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    Then the last entry is of type "assessment:repeated"
    And the second assessment repeats the first

  Scenario: A trial is marked and leaves no entry
    When cell "11" is tried as of 2026-04-26 and known at 2026-04-26
    Then it is marked as a trial
    And the last entry is not an assessment

  Scenario: A row changed behind our back is found
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And somebody changes one byte of entry 7 with the triggers dropped
    Then the log does not verify, and entry 7 is named

  Scenario: Bytes and hashes rewritten together are found only with a root kept outside
    When cell "11" is assessed as of 2026-04-26 and known at 2026-04-26
    And the root is kept
    And somebody replaces the last entry and every hash with the triggers dropped
    Then the log verifies without the kept root
    But the log does not verify against the kept root

  Scenario: The same signal again is told, not doubled
    When the evidence is imported again
    Then nothing was recorded
