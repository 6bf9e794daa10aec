Feature: Cell 11: what the partner state does, and what strikes back
  Results of the partner's forces, joint work, shows of reach and shocks, each by its own record or by the press.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: One result shows that Mexican forces can act, or does not: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension   | severity |
      | <date> | <tier> | <stage> | <direction> | <dimension> | moderate |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "partner-forces-act" is <outcome>

    Examples:
      | why                          | date       | tier | stage      | direction | dimension           | outcome |
      | by a primary record          | 2026-04-01 | 1    | outcome    | advancing | mexican-enforcement | met     |
      | by the press                 | 2026-04-01 | 2    | outcome    | advancing | mexican-enforcement | met     |
      | on the first day of the year | 2025-08-16 | 2    | outcome    | advancing | mexican-enforcement | met     |
      | on the day before it         | 2025-08-15 | 2    | outcome    | advancing | mexican-enforcement | not met |
      | by analysts                  | 2026-04-01 | 3    | outcome    | advancing | mexican-enforcement | not met |
      | by an essay                  | 2026-04-01 | 4    | outcome    | advancing | mexican-enforcement | not met |
      | by a register                | 2026-04-01 | 5    | outcome    | advancing | mexican-enforcement | not met |
      | a law, no result             | 2026-04-01 | 2    | instrument | advancing | mexican-enforcement | not met |
      | a result against them        | 2026-04-01 | 2    | outcome    | stalling  | mexican-enforcement | not met |
      | a result of others           | 2026-04-01 | 2    | outcome    | advancing | cartel-suppression  | not met |

  Scenario Outline: After two results, a third within a year makes a tempo, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage   | direction   | dimension           | severity |
      | 2026-03-01 | 1      | outcome | advancing   | mexican-enforcement | moderate |
      | 2026-03-10 | 2      | outcome | advancing   | mexican-enforcement | moderate |
      | <date>     | <tier> | <stage> | <direction> | <dimension>         | moderate |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "partner-enforcement-sustained" is <outcome>

    Examples:
      | why                          | date       | tier | stage      | direction | dimension           | outcome |
      | another of the year          | 2026-04-01 | 2    | outcome    | advancing | mexican-enforcement | met     |
      | on the first day of the year | 2025-08-16 | 2    | outcome    | advancing | mexican-enforcement | met     |
      | on the day before it         | 2025-08-15 | 2    | outcome    | advancing | mexican-enforcement | not met |
      | by analysts                  | 2026-04-01 | 3    | outcome    | advancing | mexican-enforcement | not met |
      | by an essay                  | 2026-04-01 | 4    | outcome    | advancing | mexican-enforcement | not met |
      | by a register                | 2026-04-01 | 5    | outcome    | advancing | mexican-enforcement | not met |
      | a law, no result             | 2026-04-01 | 2    | instrument | advancing | mexican-enforcement | not met |
      | a result against them        | 2026-04-01 | 2    | outcome    | stalling  | mexican-enforcement | not met |
      | a result of others           | 2026-04-01 | 2    | outcome    | advancing | cartel-suppression  | not met |

  Scenario Outline: Three results are a tempo where <origins> told them
    Given these signals on cell "11"
      | date       | event  | origin  | tier | stage   | direction | dimension           | severity |
      | 2026-03-01 | first  | army    | 2    | outcome | advancing | mexican-enforcement | moderate |
      | 2026-03-10 | second | army    | 2    | outcome | advancing | mexican-enforcement | moderate |
      | 2026-04-01 | third  | <third> | 2    | outcome | advancing | mexican-enforcement | moderate |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "partner-enforcement-sustained" is <outcome>

    Examples:
      | origins       | third  | outcome |
      | not one alone | police | met     |
      | no second one | army   | not met |

  Scenario Outline: A joint result proves for half a year that cooperation works, or does not: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension         | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | bilateral-posture | moderate | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "joint-work-delivers" is <outcome>

    Examples:
      | why                             | date       | tier | stage     | direction | tags                  | outcome |
      | by a primary record             | 2026-04-01 | 1    | outcome   | advancing | joint-operation       | met     |
      | by the press                    | 2026-04-01 | 2    | outcome   | advancing | joint-operation       | met     |
      | on the first day of half a year | 2026-02-16 | 2    | outcome   | advancing | joint-operation       | met     |
      | on the day before it            | 2026-02-15 | 2    | outcome   | advancing | joint-operation       | not met |
      | by analysts                     | 2026-04-01 | 3    | outcome   | advancing | joint-operation       | not met |
      | by an essay                     | 2026-04-01 | 4    | outcome   | advancing | joint-operation       | not met |
      | by a register                   | 2026-04-01 | 5    | outcome   | advancing | joint-operation       | not met |
      | agreed, without a result        | 2026-04-01 | 2    | directive | advancing | joint-operation       | not met |
      | joint, and it failed            | 2026-04-01 | 2    | outcome   | stalling  | joint-operation       | not met |
      | confirmed, with no operation    | 2026-04-01 | 2    | outcome   | advancing | cooperation-continues | not met |

  Scenario Outline: Networks strike back, or something else happens: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | stalling  | <dimension> | severe   | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "networks-strike-back" is <outcome>

    Examples:
      | why                          | date       | tier | stage    | dimension           | tags              | outcome |
      | retaliation                  | 2026-04-01 | 2    | shock    | cartel-suppression  | retaliation       | met     |
      | reach over territory         | 2026-04-01 | 2    | shock    | cartel-suppression  | territorial-reach | met     |
      | by a primary record          | 2026-04-01 | 1    | shock    | cartel-suppression  | retaliation       | met     |
      | on the first day of the year | 2025-08-16 | 2    | shock    | cartel-suppression  | retaliation       | met     |
      | on the day before it         | 2025-08-15 | 2    | shock    | cartel-suppression  | retaliation       | not met |
      | by analysts                  | 2026-04-01 | 3    | shock    | cartel-suppression  | retaliation       | not met |
      | by an essay                  | 2026-04-01 | 4    | shock    | cartel-suppression  | retaliation       | not met |
      | by a register                | 2026-04-01 | 5    | shock    | cartel-suppression  | retaliation       | not met |
      | one's own action gone wrong  | 2026-04-01 | 2    | incident | cartel-suppression  | retaliation       | not met |
      | another dimension            | 2026-04-01 | 2    | shock    | mexican-enforcement | retaliation       | not met |
      | a shock of another kind      | 2026-04-01 | 2    | shock    | cartel-suppression  | lethal            | not met |

  Scenario Outline: A trend is told with a recent interruption, or was not interrupted: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction | dimension           | severity   |
      | <date> | <tier> | <stage> | stalling  | mexican-enforcement | <severity> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "shock-recent" is <outcome>

    Examples:
      | why                             | date       | tier | stage    | severity | outcome |
      | a major shock                   | 2026-04-01 | 2    | shock    | major    | met     |
      | a severe shock                  | 2026-04-01 | 2    | shock    | severe   | met     |
      | a major incident                | 2026-04-01 | 2    | incident | major    | met     |
      | by a primary record             | 2026-04-01 | 1    | shock    | major    | met     |
      | on the first day of half a year | 2026-02-16 | 2    | shock    | major    | met     |
      | on the day before it            | 2026-02-15 | 2    | shock    | major    | not met |
      | a moderate one                  | 2026-04-01 | 2    | shock    | moderate | not met |
      | a result, not a shock           | 2026-04-01 | 2    | outcome  | major    | not met |
      | by analysts                     | 2026-04-01 | 3    | shock    | major    | not met |
      | by an essay                     | 2026-04-01 | 4    | shock    | major    | not met |
      | by a register                   | 2026-04-01 | 5    | shock    | major    | not met |
