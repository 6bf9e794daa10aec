Feature: Cell 11: the trade agreement, its review, and the tournament
  Steps toward proof of origin, the trade that would carry its cost, what the review ends with, and joint protection.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: After a first step of the review, a second makes a pursuit, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage     | direction   | dimension           | severity | tags         |
      | 2026-03-01 | 1      | directive | advancing   | usmca-recalibration | moderate | trade-review |
      | <date>     | <tier> | <stage>   | <direction> | <dimension>         | moderate | <tags>       |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "origin-verification-pursued" is <outcome>

    Examples:
      | why                          | date       | tier | stage      | direction | dimension           | tags            | outcome |
      | another call for comments    | 2026-04-01 | 1    | directive  | advancing | usmca-recalibration | trade-review    | met     |
      | proof of origin prepared     | 2026-04-01 | 1    | directive  | advancing | usmca-recalibration | rules-of-origin | met     |
      | proof of origin in force     | 2026-04-01 | 1    | instrument | advancing | usmca-recalibration | rules-of-origin | met     |
      | on the first day of the year | 2025-08-16 | 1    | directive  | advancing | usmca-recalibration | rules-of-origin | met     |
      | on the day before it         | 2025-08-15 | 1    | directive  | advancing | usmca-recalibration | rules-of-origin | not met |
      | by the press                 | 2026-04-01 | 2    | directive  | advancing | usmca-recalibration | rules-of-origin | not met |
      | by analysts                  | 2026-04-01 | 3    | directive  | advancing | usmca-recalibration | rules-of-origin | not met |
      | by an essay                  | 2026-04-01 | 4    | directive  | advancing | usmca-recalibration | rules-of-origin | not met |
      | by a register                | 2026-04-01 | 5    | directive  | advancing | usmca-recalibration | rules-of-origin | not met |
      | threatened, and not begun    | 2026-04-01 | 1    | pressure   | advancing | usmca-recalibration | rules-of-origin | not met |
      | put off                      | 2026-04-01 | 1    | directive  | stalling  | usmca-recalibration | rules-of-origin | not met |
      | of another dimension         | 2026-04-01 | 1    | directive  | advancing | bilateral-posture   | rules-of-origin | not met |
      | of another kind              | 2026-04-01 | 1    | directive  | advancing | usmca-recalibration | duty            | not met |

  Scenario Outline: Trade by way of Mexico grows from two percent above a year earlier: <why>
    Given the readings of "us-imports-from-mexico" from 2024-12 are "2000 1000x2 2000 1000x7 1060 1000 <last>"
    When cell "11" is assessed as of <day>
    Then the rule "trade-through-mexico-grows" is <outcome>

    Examples: 2060 and the last month's, against 3000
      | why                               | last | day        | outcome |
      | just so much                      | 1000 | 2026-04-15 | met     |
      | until the last is four months old | 1000 | 2026-07-31 | met     |
      | and not a day longer              | 1000 | 2026-08-01 | unknown |
      | half a percent less               | 985  | 2026-04-15 | not met |

  Scenario Outline: Trade leaves China for Mexico from a fifth less than a year earlier: <why>
    Given the readings of "us-imports-from-china" from 2024-12 are "500 1000x2 500 1000x7 780 810 <last>"
    And the readings of "us-imports-from-mexico" from 2025-01 are "1000x17"
    When cell "11" is assessed as of <day>
    Then the rule "trade-leaves-china-for-mexico" is <outcome>

    Examples: 1590 and the last month's from China, against 3000; from Mexico as much as ever
      | why                               | last | day        | outcome |
      | just a fifth                      | 810  | 2026-04-15 | met     |
      | until the last is four months old | 810  | 2026-07-31 | met     |
      | and not a day longer              | 810  | 2026-08-01 | unknown |
      | one percent less than a fifth     | 840  | 2026-04-15 | not met |

  Scenario Outline: It is for Mexico that trade leaves China where there is no less by way of it: <why>
    Given the readings of "us-imports-from-mexico" from 2024-12 are "2000 1000x2 2000 1000x7 1010 1000 <last>"
    And the readings of "us-imports-from-china" from 2025-01 are "1000x11 700x5"
    When cell "11" is assessed as of <day>
    Then the rule "trade-leaves-china-for-mexico" is <outcome>

    Examples: 2010 and the last month's from Mexico, against 3000; from China three tenths less
      | why                               | last | day        | outcome |
      | just as much                      | 990  | 2026-04-15 | met     |
      | until the last is four months old | 990  | 2026-07-31 | met     |
      | and not a day longer              | 990  | 2026-08-01 | unknown |
      | half a percent less               | 975  | 2026-04-15 | not met |

  Scenario: Where nothing came by way of Mexico a year earlier, no percentage says whether trade leaves China for it
    Given the readings of "us-imports-from-mexico" from 2025-01 are "0x3 1000x12"
    And the readings of "us-imports-from-china" from 2025-01 are "1000x11 700x4"
    When cell "11" is assessed as of 2026-04-15
    Then the rule "trade-leaves-china-for-mexico" is unknown

  Scenario Outline: The route is under load by either: <why>
    Given the readings of "us-imports-from-mexico" from 2025-01 are "1000x11 <mexico>x2"
    And the readings of "us-imports-from-china" from 2025-01 are "1000x11 <china>x2"
    When cell "11" is assessed as of 2026-04-15
    Then the finding "route-under-load" is <outcome>

    Examples:
      | why                              | mexico | china | outcome |
      | Mexico grows by itself           | 1100   | 1000  | met     |
      | China falls, and Mexico does not | 1000   | 700   | met     |
      | neither                          | 1000   | 1000  | not met |
      | both fall                        | 900    | 700   | not met |

  Scenario Outline: The review narrows the route, or something else did: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | <dimension> | major    | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "review-narrows-route" is <outcome>

    Examples:
      | why                             | date       | tier | stage      | direction | dimension           | tags            | outcome |
      | as it ended                     | 2026-07-15 | 1    | outcome    | advancing | usmca-recalibration | review-result   | met     |
      | as it was put in force          | 2026-07-15 | 1    | instrument | advancing | usmca-recalibration | review-result   | met     |
      | by the press                    | 2026-07-15 | 2    | outcome    | advancing | usmca-recalibration | review-result   | met     |
      | on the first day of half a year | 2026-02-16 | 1    | outcome    | advancing | usmca-recalibration | review-result   | met     |
      | on the day before it            | 2026-02-15 | 1    | outcome    | advancing | usmca-recalibration | review-result   | not met |
      | by analysts                     | 2026-07-15 | 3    | outcome    | advancing | usmca-recalibration | review-result   | not met |
      | by an essay                     | 2026-07-15 | 4    | outcome    | advancing | usmca-recalibration | review-result   | not met |
      | by a register                   | 2026-07-15 | 5    | outcome    | advancing | usmca-recalibration | review-result   | not met |
      | as it was ordered               | 2026-07-15 | 1    | directive  | advancing | usmca-recalibration | review-result   | not met |
      | without change                  | 2026-07-15 | 1    | outcome    | holding   | usmca-recalibration | review-result   | not met |
      | tagged for another dimension    | 2026-07-15 | 1    | outcome    | advancing | bilateral-posture   | review-result   | not met |
      | a rule apart from the review    | 2026-07-15 | 1    | outcome    | advancing | usmca-recalibration | rules-of-origin | not met |

  Scenario Outline: The review leaves the route open, or something else did: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | <dimension> | major    | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "review-leaves-route" is <outcome>

    Examples:
      | why                             | date       | tier | stage      | direction | dimension           | tags            | outcome |
      | as it ended                     | 2026-07-15 | 1    | outcome    | stalling  | usmca-recalibration | review-result   | met     |
      | as it undid an earlier rule     | 2026-07-15 | 1    | outcome    | reversing | usmca-recalibration | review-result   | met     |
      | as it was put in force          | 2026-07-15 | 1    | instrument | stalling  | usmca-recalibration | review-result   | met     |
      | by the press                    | 2026-07-15 | 2    | outcome    | stalling  | usmca-recalibration | review-result   | met     |
      | on the first day of half a year | 2026-02-16 | 1    | outcome    | stalling  | usmca-recalibration | review-result   | met     |
      | on the day before it            | 2026-02-15 | 1    | outcome    | stalling  | usmca-recalibration | review-result   | not met |
      | by analysts                     | 2026-07-15 | 3    | outcome    | stalling  | usmca-recalibration | review-result   | not met |
      | by an essay                     | 2026-07-15 | 4    | outcome    | stalling  | usmca-recalibration | review-result   | not met |
      | by a register                   | 2026-07-15 | 5    | outcome    | stalling  | usmca-recalibration | review-result   | not met |
      | as it was ordered               | 2026-07-15 | 1    | directive  | stalling  | usmca-recalibration | review-result   | not met |
      | it narrows it                   | 2026-07-15 | 1    | outcome    | advancing | usmca-recalibration | review-result   | not met |
      | tagged for another dimension    | 2026-07-15 | 1    | outcome    | stalling  | bilateral-posture   | review-result   | not met |
      | a rule apart from the review    | 2026-07-15 | 1    | outcome    | stalling  | usmca-recalibration | rules-of-origin | not met |

  Scenario Outline: After one well-guarded match, a second result makes an arrangement, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage   | direction   | dimension          | severity |
      | 2026-06-20 | 1      | outcome | advancing   | world-cup-security | moderate |
      | <date>     | <tier> | <stage> | <direction> | <dimension>        | moderate |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "tournament-cooperation-seen" is <outcome>

    Examples:
      | why                             | date       | tier | stage     | direction | dimension          | outcome |
      | another by a primary record     | 2026-07-10 | 1    | outcome   | advancing | world-cup-security | met     |
      | another by the press            | 2026-07-10 | 2    | outcome   | advancing | world-cup-security | met     |
      | on the first day of half a year | 2026-02-16 | 2    | outcome   | advancing | world-cup-security | met     |
      | on the day before it            | 2026-02-15 | 2    | outcome   | advancing | world-cup-security | not met |
      | by analysts                     | 2026-07-10 | 3    | outcome   | advancing | world-cup-security | not met |
      | by an essay                     | 2026-07-10 | 4    | outcome   | advancing | world-cup-security | not met |
      | by a register                   | 2026-07-10 | 5    | outcome   | advancing | world-cup-security | not met |
      | a plan                          | 2026-07-10 | 1    | directive | advancing | world-cup-security | not met |
      | a match disturbed               | 2026-07-10 | 1    | outcome   | stalling  | world-cup-security | not met |
      | elsewhere                       | 2026-07-10 | 1    | outcome   | advancing | bilateral-posture  | not met |
