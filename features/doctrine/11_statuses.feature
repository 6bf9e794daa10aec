Feature: Cell 11: the status of each dimension
  Of the rules on a dimension the first that is met decides, so each status is tried alone and against the next.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: Suppression is <status>: <why>
    Given the readings of "ofac-mexico-additions" from 2024-10 are "10x11 <listings>x5"
    And these signals on cell "11"
      | date       | tier | stage      | direction  | dimension          | severity | tags              |
      | 2026-03-01 | 1    | instrument | <measures> | cartel-suppression | major    |                   |
      | 2026-03-02 | 1    | instrument | <measures> | cartel-suppression | major    |                   |
      | 2026-03-03 | 2    | outcome    | <leader>   | cartel-suppression | major    | high-value-target |
      | 2026-03-04 | 2    | shock      | stalling   | cartel-suppression | major    | <shock>           |
    When cell "11" is assessed as of 2026-04-15
    Then dimension "cartel-suppression" is "<status>"

    Examples:
      | why                                       | listings | leader    | shock       | measures  | status       |
      | a leader was removed                      | 10       | advancing | lethal      | holding   | advancing    |
      | sanctions run above their former tempo    | 20       | stalling  | lethal      | holding   | advancing    |
      | a result stands against what strikes back | 10       | advancing | retaliation | advancing | advancing    |
      | networks strike back and no result        | 10       | stalling  | retaliation | holding   | contested    |
      | measures alone do not answer that         | 10       | stalling  | retaliation | advancing | contested    |
      | measures are in force, results to come    | 10       | stalling  | lethal      | advancing | holding      |
      | nothing of all this                       | 10       | stalling  | lethal      | holding   | undetermined |

  Scenario Outline: Mexican enforcement is <status>: <why>
    Given these signals on cell "11"
      | date       | tier | stage   | direction | dimension           | severity | tags    |
      | 2026-03-01 | 1    | outcome | <first>   | mexican-enforcement | moderate |         |
      | 2026-03-02 | 2    | outcome | <more>    | mexican-enforcement | moderate |         |
      | 2026-03-03 | 2    | outcome | <more>    | mexican-enforcement | moderate |         |
      | 2026-03-04 | 2    | shock   | stalling  | cartel-suppression  | major    | <shock> |
    When cell "11" is assessed as of 2026-04-15
    Then dimension "mexican-enforcement" is "<status>"

    Examples:
      | why                                 | first     | more      | shock       | status       |
      | it has a tempo                      | advancing | advancing | lethal      | advancing    |
      | a tempo outweighs what strikes back | advancing | advancing | retaliation | advancing    |
      | it acts, and networks answer        | advancing | stalling  | retaliation | contested    |
      | it acts, and nothing answers        | advancing | stalling  | lethal      | holding      |
      | networks strike, and it does not    | stalling  | stalling  | retaliation | undetermined |

  Scenario Outline: The posture is <status>: <why>
    Given these signals on cell "11"
      | date       | tier | stage    | direction | dimension         | severity | tags        |
      | 2026-03-01 | 1    | pressure | <pressed> | bilateral-posture | moderate |             |
      | 2026-03-02 | 1    | pressure | <pressed> | bilateral-posture | moderate |             |
      | 2026-03-03 | 2    | incident | stalling  | bilateral-posture | major    | <incident>  |
      | 2026-03-04 | 2    | incident | stalling  | bilateral-posture | major    | <aftermath> |
    When cell "11" is assessed as of 2026-04-15
    Then dimension "bilateral-posture" is "<status>"

    Examples:
      | why                             | pressed   | incident              | aftermath        | status       |
      | joint work is halted            | holding   | lethal                | cooperation-halt | stalling     |
      | a halt outweighs an objection   | advancing | sovereignty-objection | cooperation-halt | stalling     |
      | the partner objects             | holding   | sovereignty-objection | lethal           | contested    |
      | an objection outweighs pressure | advancing | sovereignty-objection | lethal           | contested    |
      | pressure is borne               | advancing | lethal                | lethal           | holding      |
      | nothing of all this             | holding   | lethal                | lethal           | undetermined |

  Scenario Outline: The agreement is <status>: <why>
    Given these signals on cell "11"
      | date       | tier | stage   | direction | dimension           | severity | tags          |
      | 2026-07-20 | 1    | outcome | <first>   | usmca-recalibration | major    | review-result |
      | 2026-07-25 | 1    | outcome | <then>    | usmca-recalibration | major    | review-result |
    When cell "11" is assessed as of 2026-08-15
    Then dimension "usmca-recalibration" is "<status>"

    Examples:
      | why                              | first     | then      | status       |
      | the review acts on the route     | advancing | advancing | advancing    |
      | it leaves the route as it was    | stalling  | stalling  | stalling     |
      | a part that acts decides         | stalling  | advancing | advancing    |
      | it ends without going either way | holding   | holding   | undetermined |

  Scenario Outline: The border is <status>: <why>
    Given the readings of "swb-encounters" from 2025-01 are "1000x2 500x8 <encounters>x2"
    And these signals on cell "11"
      | date       | tier | stage      | direction  | dimension           | severity |
      | 2026-03-01 | 1    | instrument | <measures> | border-and-fentanyl | major    |
      | 2026-03-02 | 1    | instrument | <measures> | border-and-fentanyl | major    |
    When cell "11" is assessed as of 2026-04-15
    Then dimension "border-and-fentanyl" is "<status>"

    Examples:
      | why                                       | encounters | measures  | status       |
      | encounters rise                           | 1500       | holding   | stalling     |
      | rising encounters outweigh measures       | 1500       | advancing | stalling     |
      | encounters fall                           | 200        | holding   | advancing    |
      | falling encounters say more than measures | 200        | advancing | advancing    |
      | measures are in force, figures stay       | 1000       | advancing | holding      |
      | neither figures move nor measures are new | 1000       | holding   | undetermined |

  Scenario: Measures without figures do not tell whether the border holds or advances
    Given these signals on cell "11"
      | date       | tier | stage      | direction | dimension           | severity |
      | 2026-03-01 | 1    | instrument | advancing | border-and-fentanyl | major    |
      | 2026-03-02 | 1    | instrument | advancing | border-and-fentanyl | major    |
    When cell "11" is assessed as of 2026-04-15
    Then dimension "border-and-fentanyl" is undetermined because it is "unknown"

  Scenario Outline: The tournament is <status>: <why>
    Given these signals on cell "11"
      | date       | tier | stage   | direction | dimension          | severity |
      | 2026-06-20 | 1    | outcome | advancing | world-cup-security | moderate |
      | 2026-07-10 | 1    | outcome | <second>  | world-cup-security | moderate |
    When cell "11" is assessed as of 2026-08-15
    Then dimension "world-cup-security" is "<status>"

    Examples:
      | why                                 | second    | status       |
      | both states protect it with results | advancing | advancing    |
      | one well-guarded match is too few   | stalling  | undetermined |
