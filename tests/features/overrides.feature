Feature: An analyst's verdict stands beside the computed one
  It has reason, author and expiry, is issued while it is in force, and is never computed from.

  Background:
    Given the framework "doctrine" with its evidence

  Scenario: What is computed stays in the record
    When cell "11" is overridden to "Contested" by "analyst-7" because "a deal is being renegotiated"
    And cell "11" is assessed as of today and known now
    Then the trajectory that is issued is "Contested"
    And the override says whose it is and what is computed
    And replaying the log gives 1 assessment, all equal
    When the override of cell "11" is lifted because "the deal was signed"
    And cell "11" is assessed as of today and known now
    Then no override stands beside the verdict
    And the log verifies
