Feature: Cell 11: what is in force, and what was withdrawn
  Measures are counted by their own record, front by front. A day's window of two years begins two years and a day before its end.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: A second measure against cartels makes a policy, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage      | direction   | dimension          | severity |
      | 2026-03-01 | 1      | instrument | advancing   | cartel-suppression | major    |
      | <date>     | <tier> | <stage>    | <direction> | <dimension>        | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cartel-measures-in-force" is <outcome>

    Examples:
      | why                                | date       | tier | stage      | direction | dimension           | outcome |
      | in force within two years          | 2026-04-01 | 1    | instrument | advancing | cartel-suppression  | met     |
      | on the first day of two years      | 2024-08-16 | 1    | instrument | advancing | cartel-suppression  | met     |
      | on the day before them             | 2024-08-15 | 1    | instrument | advancing | cartel-suppression  | not met |
      | on the day judged                  | 2026-08-15 | 1    | instrument | advancing | cartel-suppression  | met     |
      | at the border, another front       | 2026-04-01 | 1    | instrument | advancing | border-and-fentanyl | not met |
      | keeps what there is, and adds none | 2026-04-01 | 1    | instrument | holding   | cartel-suppression  | not met |
      | an order to act binds nobody yet   | 2026-04-01 | 1    | directive  | advancing | cartel-suppression  | not met |
      | told by the press alone            | 2026-04-01 | 2    | instrument | advancing | cartel-suppression  | not met |
      | told by analysts                   | 2026-04-01 | 3    | instrument | advancing | cartel-suppression  | not met |
      | told by an essay                   | 2026-04-01 | 4    | instrument | advancing | cartel-suppression  | not met |
      | read off a register                | 2026-04-01 | 5    | instrument | advancing | cartel-suppression  | not met |

  Scenario: Two measures of one office are its own affair, and no policy
    Given these signals on cell "11"
      | date       | event  | origin | tier | stage      | direction | dimension          | severity |
      | 2026-03-01 | first  | office | 1    | instrument | advancing | cartel-suppression | major    |
      | 2026-04-01 | second | office | 1    | instrument | advancing | cartel-suppression | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cartel-measures-in-force" is not met

  Scenario: One measure that two offices record is still one measure
    Given these signals on cell "11"
      | date       | event | origin  | tier | stage      | direction | dimension          | severity |
      | 2026-03-01 | same  | office  | 1    | instrument | advancing | cartel-suppression | major    |
      | 2026-03-01 | same  | another | 1    | instrument | advancing | cartel-suppression | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cartel-measures-in-force" is not met

  Scenario Outline: A second measure closes the border, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage      | direction   | dimension           | severity |
      | 2026-03-01 | 1      | instrument | advancing   | border-and-fentanyl | major    |
      | <date>     | <tier> | <stage>    | <direction> | <dimension>         | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "border-measures-in-force" is <outcome>

    Examples:
      | why                                | date       | tier | stage      | direction | dimension           | outcome |
      | in force within two years          | 2026-04-01 | 1    | instrument | advancing | border-and-fentanyl | met     |
      | on the first day of two years      | 2024-08-16 | 1    | instrument | advancing | border-and-fentanyl | met     |
      | on the day before them             | 2024-08-15 | 1    | instrument | advancing | border-and-fentanyl | not met |
      | against cartels, another front     | 2026-04-01 | 1    | instrument | advancing | cartel-suppression  | not met |
      | keeps what there is, and adds none | 2026-04-01 | 1    | instrument | holding   | border-and-fentanyl | not met |
      | fewer people came, by no rule      | 2026-04-01 | 1    | outcome    | advancing | border-and-fentanyl | not met |
      | told by the press alone            | 2026-04-01 | 2    | instrument | advancing | border-and-fentanyl | not met |
      | told by analysts                   | 2026-04-01 | 3    | instrument | advancing | border-and-fentanyl | not met |
      | told by an essay                   | 2026-04-01 | 4    | instrument | advancing | border-and-fentanyl | not met |
      | read off a register                | 2026-04-01 | 5    | instrument | advancing | border-and-fentanyl | not met |

  Scenario: One government alone can close its own border
    Given these signals on cell "11"
      | date       | event  | origin | tier | stage      | direction | dimension           | severity |
      | 2026-03-01 | first  | office | 1    | instrument | advancing | border-and-fentanyl | major    |
      | 2026-04-01 | second | office | 1    | instrument | advancing | border-and-fentanyl | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "border-measures-in-force" is met

  Scenario Outline: After a first threat, a second use of pressure shows that it is meant, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction   | dimension         | severity |
      | 2026-03-01 | 1      | pressure | advancing   | bilateral-posture | major    |
      | <date>     | <tier> | <stage>  | <direction> | <dimension>       | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "pressure-applied" is <outcome>

    Examples:
      | why                             | date       | tier | stage      | direction | dimension          | outcome |
      | another threat                  | 2026-04-01 | 1    | pressure   | advancing | bilateral-posture  | met     |
      | the threat carried out          | 2026-04-01 | 1    | instrument | advancing | bilateral-posture  | met     |
      | on the first day of two years   | 2024-08-16 | 1    | pressure   | advancing | bilateral-posture  | met     |
      | on the day before them          | 2024-08-15 | 1    | pressure   | advancing | bilateral-posture  | not met |
      | an order to prepare it          | 2026-04-01 | 1    | directive  | advancing | bilateral-posture  | not met |
      | pressure eased, not applied     | 2026-04-01 | 1    | pressure   | stalling  | bilateral-posture  | not met |
      | pressure on cartels, no partner | 2026-04-01 | 1    | pressure   | advancing | cartel-suppression | not met |
      | told by the press alone         | 2026-04-01 | 2    | pressure   | advancing | bilateral-posture  | not met |
      | told by analysts                | 2026-04-01 | 3    | pressure   | advancing | bilateral-posture  | not met |
      | told by an essay                | 2026-04-01 | 4    | pressure   | advancing | bilateral-posture  | not met |
      | read off a register             | 2026-04-01 | 5    | pressure   | advancing | bilateral-posture  | not met |

  Scenario Outline: Measures are in force where they bind on every front: <why>
    Given these signals on cell "11"
      | date       | tier | stage      | direction | dimension           | severity |
      | 2026-03-01 | 1    | instrument | <cartels> | cartel-suppression  | major    |
      | 2026-03-02 | 1    | instrument | <cartels> | cartel-suppression  | major    |
      | 2026-03-03 | 1    | instrument | <border>  | border-and-fentanyl | major    |
      | 2026-03-04 | 1    | instrument | <border>  | border-and-fentanyl | major    |
      | 2026-03-05 | 1    | instrument | <partner> | bilateral-posture   | major    |
      | 2026-03-06 | 1    | instrument | <partner> | bilateral-posture   | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "measures-in-force" is <outcome>

    Examples:
      | why                         | cartels   | border    | partner   | outcome |
      | all three fronts            | advancing | advancing | advancing | met     |
      | nothing new against cartels | holding   | advancing | advancing | not met |
      | nothing new at the border   | advancing | holding   | advancing | not met |
      | nothing new on the partner  | advancing | advancing | holding   | not met |

  Scenario Outline: After one repeal, a second makes a course, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage      | direction   | dimension           | severity |
      | 2026-03-01 | 1      | instrument | reversing   | cartel-suppression  | major    |
      | <date>     | <tier> | <stage>    | <direction> | border-and-fentanyl | major    |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "measures-withdrawn" is <outcome>

    Examples:
      | why                             | date       | tier | stage      | direction | outcome |
      | on any front within half a year | 2026-04-01 | 1    | instrument | reversing | met     |
      | on the first day of half a year | 2026-02-16 | 1    | instrument | reversing | met     |
      | on the day before it            | 2026-02-15 | 1    | instrument | reversing | not met |
      | paused, not undone              | 2026-04-01 | 1    | instrument | stalling  | not met |
      | an order to prepare a repeal    | 2026-04-01 | 1    | directive  | reversing | not met |
      | told by the press alone         | 2026-04-01 | 2    | instrument | reversing | not met |
      | told by analysts                | 2026-04-01 | 3    | instrument | reversing | not met |
      | told by an essay                | 2026-04-01 | 4    | instrument | reversing | not met |
      | read off a register             | 2026-04-01 | 5    | instrument | reversing | not met |
