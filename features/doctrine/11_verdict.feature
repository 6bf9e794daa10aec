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

  Scenario: From Reversing the cell recovers where measures bind and the figures turn back
    Given the readings of "swb-encounters" from 2024-01 are "1000x11 1500x4 1000"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 2x5 2"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags             |
      | 2025-06-12 | 2    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    When cell "11" is assessed as of 2025-07-02
    Then it was "Reversing" from 2025-06-12 until 2025-06-29, then "Contested"

  Scenario: From Reversing nothing recovers while both families stand worse
    Given the readings of "swb-encounters" from 2024-01 are "1000x11 1500x5"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 2x5"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags             |
      | 2025-06-12 | 2    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    When cell "11" is assessed as of 2025-07-02
    Then the history of states is
      | from       | state         |
      | 2025-01-20 | Pre-execution |
      | 2025-02-19 | Contested     |
      | 2025-06-12 | Reversing     |

  Scenario: From Reversing nothing recovers once measures have run out, though the figures turn back
    Given the readings of "swb-encounters" from 2025-09 are "1000x11 1500x4 1000"
    And the readings of "ofac-mexico-additions" from 2025-08 are "10x11 2x6"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags             |
      | 2027-01-31 | 2    | incident | stalling  | bilateral-posture | major    | cooperation-halt |
    When cell "11" is assessed as of 2027-03-02
    Then the finding "breakdown" is not met
    And the finding "measures-in-force" is not met
    And the state of the fold is "Reversing"

  Scenario: After a year of days that began as Advancing, the cell consolidates
    Given the readings of "swb-encounters" from 2025-03 are "1000x11 200x2"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x11 30x5"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags              |
      | 2025-06-20 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-01-10 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-06-01 | 2    | incident | stalling  | bilateral-posture  | moderate | duty              |
    When cell "11" is assessed as of 2026-06-22
    Then the history of states is
      | from       | state         |
      | 2025-01-20 | Pre-execution |
      | 2025-02-19 | Contested     |
      | 2025-06-20 | Advancing     |
      | 2026-06-20 | Consolidated  |

  Scenario Outline: A year of Advancing alone does not consolidate: <why>
    Given the readings of "swb-encounters" from 2025-03 are "1000x11 <encounters>x2"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x11 30x5"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags              |
      | 2025-06-20 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-01-10 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-06-01 | 2    | incident | stalling  | bilateral-posture  | moderate | <word>            |
    When cell "11" is assessed as of 2026-06-20
    Then the state of the fold is "Advancing"

    Examples:
      | why                        | encounters | word                  |
      | the border shows no result | 1000       | duty                  |
      | friction is open           | 200        | sovereignty-objection |

  Scenario Outline: What was consolidated gives way: <why>
    Given the readings of "swb-encounters" from 2025-03 are "1000x11 200x2"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x11 30x5"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags              |
      | 2025-06-20 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-01-10 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2026-06-21 | 2    | incident | stalling  | cartel-suppression | major    | <losses>          |
      | 2026-06-22 | 2    | incident | stalling  | cartel-suppression | major    | <losses>          |
      | 2026-06-25 | 2    | incident | stalling  | bilateral-posture  | major    | <words>           |
    When cell "11" is assessed as of 2026-06-28
    Then the history of states is
      | from       | state         |
      | 2025-01-20 | Pre-execution |
      | 2025-02-19 | Contested     |
      | 2025-06-20 | Advancing     |
      | 2026-06-20 | Consolidated  |
      | 2026-06-25 | <then>        |

    Examples:
      | why                                           | losses | words                                   | then      |
      | the partner objects                           | duty   | sovereignty-objection                   | Advancing |
      | cooperation breaks down                       | lethal | cooperation-halt                        | Contested |
      | a breakdown is looked for before an objection | lethal | cooperation-halt, sovereignty-objection | Contested |

  Scenario: What advanced is contested again from the day on which cooperation breaks down
    Given the readings of "swb-encounters" from 2024-01 are "1000x17"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x6"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags              |
      | 2025-06-10 | 2    | outcome  | advancing | cartel-suppression | major    | high-value-target |
      | 2025-06-21 | 2    | incident | stalling  | cartel-suppression | major    | lethal            |
      | 2025-06-22 | 2    | incident | stalling  | cartel-suppression | major    | lethal            |
      | 2025-06-25 | 2    | incident | stalling  | bilateral-posture  | major    | cooperation-halt  |
    When cell "11" is assessed as of 2025-06-28
    Then it was "Advancing" from 2025-06-10 until 2025-06-24, then "Contested"

  Scenario Outline: Friction stands beside the trajectory: <why>
    Given these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags   |
      | 2025-06-12 | 2    | incident | stalling  | bilateral-posture | major    | <word> |
    When cell "11" is assessed as of 2025-06-28
    Then the qualifiers are "with bilateral friction"

    Examples:
      | why                  | word                  |
      | the partner objects  | sovereignty-objection |
      | joint work is halted | cooperation-halt      |

  Scenario: A loss that nobody objects to is no friction
    Given these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags   |
      | 2025-06-12 | 2    | incident | stalling  | bilateral-posture | major    | lethal |
    When cell "11" is assessed as of 2025-06-28
    Then there are no qualifiers

  Scenario Outline: The trend is <trend>: <why>
    Given the readings of "swb-encounters" from 2024-01 are "1000x17"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x17"
    And these signals on cell "11"
      | date       | tier | stage    | direction | dimension           | severity   | tags              |
      | 2025-06-10 | 2    | outcome  | <moved>   | cartel-suppression  | major      | high-value-target |
      | 2025-06-11 | 2    | outcome  | <moved>   | border-and-fentanyl | major      | corridor          |
      | 2025-06-21 | 2    | incident | stalling  | cartel-suppression  | <severity> | <losses>          |
      | 2025-06-22 | 2    | incident | stalling  | cartel-suppression  | <severity> | <losses>          |
      | 2025-06-25 | 2    | incident | stalling  | bilateral-posture   | <severity> | <word>            |
    When cell "11" is assessed as of 2025-06-28
    Then the trend is "<trend>"
    And the rule "steady" is <steady>

    Examples:
      | why                                        | moved     | severity | losses | word             | trend                          | steady  |
      | two families move, and no shock is major   | advancing | moderate | duty   | duty             | Improving                      | not met |
      | two families move through a major incident | advancing | major    | duty   | duty             | Improving with episodic shocks | not met |
      | nothing moves, and nothing broke           | stalling  | moderate | duty   | duty             | Steady                         | met     |
      | a major incident is no trend by itself     | stalling  | major    | duty   | duty             | Steady                         | met     |
      | cooperation has broken down, nothing moves | stalling  | major    | lethal | cooperation-halt | Worsening                      | not met |
      | a breakdown outweighs what moves           | advancing | major    | lethal | cooperation-halt | Worsening                      | not met |

  Scenario: Where one family moves and fentanyl was never measured, the trend is open
    Given the readings of "swb-encounters" from 2024-01 are "1000x17"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x17"
    And these signals on cell "11"
      | date       | tier | stage   | direction | dimension          | severity | tags              |
      | 2025-06-10 | 2    | outcome | advancing | cartel-suppression | major    | high-value-target |
    When cell "11" is assessed as of 2025-06-28
    Then the trend is "unknown"

  Scenario Outline: Confidence on the partner's side is thin, or is not: <why>
    Given the readings of "swb-encounters" from 2024-01 are "1000x13 <encounters>x15"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x11 30x5"
    And these signals on cell "11"
      | date       | tier | stage   | direction | dimension           | severity | tags              |
      | 2025-06-10 | 2    | outcome | <leader>  | cartel-suppression  | major    | high-value-target |
      | 2026-01-10 | 2    | outcome | <leader>  | cartel-suppression  | major    | high-value-target |
      | <first>    | 2    | outcome | advancing | mexican-enforcement | moderate |                   |
      | <second>   | 2    | outcome | advancing | mexican-enforcement | moderate |                   |
      | <third>    | 2    | outcome | advancing | mexican-enforcement | moderate |                   |
    When cell "11" is assessed as of 2025-06-28
    Then the state of the fold is "<state>"
    And the rule "partner-side-thin" is <outcome>

    Examples:
      | why                                   | encounters | leader    | first      | second     | third      | state     | outcome |
      | it advances without a tempo of theirs | 1000       | advancing | 2025-02-10 | 2025-02-11 | 2024-02-12 | Advancing | met     |
      | it advances with one                  | 1000       | advancing | 2025-02-10 | 2025-02-11 | 2025-02-12 | Advancing | not met |
      | it does not advance                   | 1000       | stalling  | 2025-02-10 | 2025-02-11 | 2024-02-12 | Contested | not met |

  Scenario: Three families that agree outweigh one of two doubts
    With nobody seen to enforce, one dimension is undetermined and the partner's side is thin: two steps down, and one up.
    Given the readings of "swb-encounters" from 2025-03 are "1000x11 200x2"
    And the readings of "ofac-mexico-additions" from 2023-12 are "10x11 20x11 30x5"
    And these signals on cell "11"
      | date       | tier | stage      | direction | dimension          | severity | tags              |
      | 2025-06-20 | 2    | outcome    | advancing | cartel-suppression | major    | high-value-target |
      | 2026-01-10 | 2    | outcome    | advancing | cartel-suppression | major    | high-value-target |
      | 2026-05-01 | 1    | instrument | advancing | cartel-suppression | major    |                   |
      | 2026-05-02 | 1    | instrument | advancing | cartel-suppression | major    |                   |
    When cell "11" is assessed as of 2026-06-22
    Then the trajectory is "Consolidated"
    And there are no alternatives
    And dimension "mexican-enforcement" is "undetermined"
    And the confidence is lowered by the rule "partner-side-thin"
    And the confidence is "moderate"
