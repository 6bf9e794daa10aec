Feature: Cell 11: transitions, and what stands beside the trajectory
  Transitions are tried in the order of the rules, at most one a day. Each is taken here where its guard is met, and
  not where one part of it lacks.

  Background: measures in force on every front from February 2025 on, for two years
    Given the framework "doctrine"
    And everything is watched from 2020-01-01
    And these signals on cell "11"
      | date       | tier | stage      | direction | dimension           | severity |
      | 2025-02-01 | 1    | instrument | advancing | cartel-suppression  | major    |
      | 2025-02-02 | 1    | instrument | advancing | cartel-suppression  | major    |
      | 2025-02-03 | 1    | instrument | advancing | border-and-fentanyl | major    |
      | 2025-02-04 | 1    | instrument | advancing | border-and-fentanyl | major    |
      | 2025-02-05 | 1    | instrument | advancing | bilateral-posture   | major    |
      | 2025-02-06 | 1    | instrument | advancing | bilateral-posture   | major    |

  Scenario: Measures bind once the first state has held for a month
    When cell "11" is assessed as of 2025-02-18
    Then the state of the fold is "Pre-execution"
    When cell "11" is assessed as of 2025-02-20
    Then the history of states is
      | from       | state         |
      | 2025-01-20 | Pre-execution |
      | 2025-02-19 | Contested     |

  Scenario Outline: From Contested the cell advances on two families of results, or does not: <why>
    Given the readings of "swb-encounters" from 2024-01 are "1000x11 <encounters>x5"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 <listings>x6"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags              |
      | 2025-06-20 | 2    | outcome  | <leader>  | cartel-suppression | major    | high-value-target |
      | 2025-06-10 | 2    | incident | stalling  | bilateral-posture  | major    | <first>           |
      | 2025-06-11 | 2    | incident | stalling  | bilateral-posture  | major    | <first>           |
      | 2025-06-12 | 2    | incident | stalling  | bilateral-posture  | major    | <then>            |
    When cell "11" is assessed as of 2025-06-30
    Then the state of the fold is "<state>"

    Examples:
      | why                           | encounters | listings | leader    | first  | then             | state     |
      | sanctions and a leader        | 1000       | 20       | advancing | duty   | duty             | Advancing |
      | a leader alone                | 1000       | 10       | advancing | duty   | duty             | Contested |
      | a breakdown stands against it | 1000       | 20       | advancing | lethal | cooperation-halt | Contested |
      | neither leader nor sanctions  | 1000       | 10       | stalling  | duty   | duty             | Contested |

  Scenario: Results advance nothing once measures have run out
    Given the readings of "ofac-mexico-additions" from 2025-09 are "10x11 20x6"
    And these signals on cell "11"
      | date       | tier | stage   | direction | dimension          | severity | tags              |
      | 2027-02-20 | 2    | outcome | advancing | cartel-suppression | major    | high-value-target |
    When cell "11" is assessed as of 2027-02-28
    Then the finding "results-sustained" is met
    And the finding "measures-in-force" is not met
    And the state of the fold is "Contested"

  Scenario Outline: From Contested the cell loses ground where results turned and means are gone: <why>
    Given the readings of "swb-encounters" from 2024-01 are "1000x11 <encounters>x5"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 <listings>x6"
    And these signals on cell "11"
      | date       | tier | stage      | direction    | dimension           | severity | tags   |
      | 2025-06-10 | 1    | instrument | <withdrawal> | cartel-suppression  | major    |        |
      | 2025-06-11 | 1    | instrument | <withdrawal> | border-and-fentanyl | major    |        |
      | 2025-06-12 | 2    | incident   | stalling     | bilateral-posture   | major    | <halt> |
    When cell "11" is assessed as of 2025-06-30
    Then the state of the fold is "<state>"

    Examples:
      | why                             | encounters | listings | withdrawal | halt             | state     |
      | cooperation is halted           | 1500       | 2        | holding    | cooperation-halt | Reversing |
      | measures are withdrawn          | 1500       | 2        | reversing  | duty             | Reversing |
      | neither, so means are there     | 1500       | 2        | holding    | duty             | Contested |
      | both, but encounters are steady | 1000       | 2        | reversing  | cooperation-halt | Contested |
