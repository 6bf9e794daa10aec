Feature: Cell 11: objections, halts and what outlives them
  An objection opens friction until two joint results outweigh it. A halt lasts until the first joint act after it.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: One public objection of a government is enough, but not every word is one: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | stalling  | <dimension> | moderate | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "partner-objects" is <outcome>
    And the finding "friction-open" is <outcome>

    Examples:
      | why                             | date       | tier | stage    | dimension          | tags                  | outcome |
      | by a primary record             | 2026-04-01 | 1    | incident | bilateral-posture  | sovereignty-objection | met     |
      | by the press                    | 2026-04-01 | 2    | incident | bilateral-posture  | sovereignty-objection | met     |
      | on the first day of half a year | 2026-02-16 | 2    | incident | bilateral-posture  | sovereignty-objection | met     |
      | on the day before it            | 2026-02-15 | 2    | incident | bilateral-posture  | sovereignty-objection | not met |
      | by analysts                     | 2026-04-01 | 3    | incident | bilateral-posture  | sovereignty-objection | not met |
      | by an essay                     | 2026-04-01 | 4    | incident | bilateral-posture  | sovereignty-objection | not met |
      | by a register                   | 2026-04-01 | 5    | incident | bilateral-posture  | sovereignty-objection | not met |
      | to a threat, not an incident    | 2026-04-01 | 2    | pressure | bilateral-posture  | sovereignty-objection | not met |
      | not between the governments     | 2026-04-01 | 2    | incident | cartel-suppression | sovereignty-objection | not met |
      | an incident nobody objected to  | 2026-04-01 | 2    | incident | bilateral-posture  | lethal                | not met |

  Scenario Outline: After an objection and one joint result, a second closes the friction, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction   | dimension         | severity | tags                  |
      | 2026-03-01 | 2      | incident | stalling    | bilateral-posture | moderate | sovereignty-objection |
      | 2026-04-01 | 2      | outcome  | advancing   | bilateral-posture | moderate | joint-operation       |
      | 2026-05-01 | <tier> | <stage>  | <direction> | bilateral-posture | moderate | <tags>                |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "friction-open" is <outcome>

    Examples:
      | why                          | tier | stage     | direction | tags                  | outcome |
      | by a primary record          | 1    | outcome   | advancing | joint-operation       | not met |
      | by the press                 | 2    | outcome   | advancing | joint-operation       | not met |
      | by analysts                  | 3    | outcome   | advancing | joint-operation       | met     |
      | by an essay                  | 4    | outcome   | advancing | joint-operation       | met     |
      | by a register                | 5    | outcome   | advancing | joint-operation       | met     |
      | agreed, without a result     | 2    | directive | advancing | joint-operation       | met     |
      | joint, and it failed         | 2    | outcome   | stalling  | joint-operation       | met     |
      | confirmed, with no operation | 2    | outcome   | advancing | cooperation-continues | met     |

  Scenario Outline: Between two joint results, another objection begins the count anew, or is none: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction | dimension         | severity | tags                  |
      | 2026-03-01 | 2      | incident | stalling  | bilateral-posture | moderate | sovereignty-objection |
      | 2026-04-01 | 2      | outcome  | advancing | bilateral-posture | moderate | joint-operation       |
      | 2026-04-15 | <tier> | <stage>  | stalling  | <dimension>       | moderate | <tags>                |
      | 2026-05-01 | 2      | outcome  | advancing | bilateral-posture | moderate | joint-operation       |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "friction-open" is <outcome>

    Examples:
      | why                            | tier | stage    | dimension          | tags                  | outcome |
      | by a primary record            | 1    | incident | bilateral-posture  | sovereignty-objection | met     |
      | by the press                   | 2    | incident | bilateral-posture  | sovereignty-objection | met     |
      | by analysts                    | 3    | incident | bilateral-posture  | sovereignty-objection | not met |
      | by an essay                    | 4    | incident | bilateral-posture  | sovereignty-objection | not met |
      | by a register                  | 5    | incident | bilateral-posture  | sovereignty-objection | not met |
      | to a threat, not an incident   | 2    | pressure | bilateral-posture  | sovereignty-objection | not met |
      | not between the governments    | 2    | incident | cartel-suppression | sovereignty-objection | not met |
      | an incident nobody objected to | 2    | incident | bilateral-posture  | lethal                | not met |

  Scenario Outline: Two joint results outweigh only the objection they follow: <why>
    Given these signals on cell "11"
      | date        | tier | stage    | direction | dimension         | severity | tags                  |
      | 2026-02-20  | 2    | outcome  | advancing | bilateral-posture | moderate | joint-operation       |
      | 2026-03-01  | 2    | outcome  | advancing | bilateral-posture | moderate | joint-operation       |
      | <objection> | 2    | incident | stalling  | bilateral-posture | moderate | sovereignty-objection |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "friction-open" is <outcome>

    Examples:
      | why                            | objection  | outcome |
      | it came first, half a year ago | 2026-02-16 | not met |
      | it came after both             | 2026-03-02 | met     |

  Scenario Outline: Joint work is halted, or not: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension         | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | bilateral-posture | major    | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cooperation-suspended" is <outcome>

    Examples:
      | why                              | date       | tier | stage    | direction | tags                  | outcome |
      | after an incident                | 2026-04-01 | 2    | incident | stalling  | cooperation-halt      | met     |
      | after a shock                    | 2026-04-01 | 2    | shock    | stalling  | cooperation-halt      | met     |
      | seen to have stopped             | 2026-04-01 | 2    | outcome  | stalling  | cooperation-halt      | met     |
      | ended for good                   | 2026-04-01 | 2    | incident | reversing | cooperation-halt      | met     |
      | by a primary record              | 2026-04-01 | 1    | incident | stalling  | cooperation-halt      | met     |
      | on the first day of half a year  | 2026-02-16 | 2    | incident | stalling  | cooperation-halt      | met     |
      | on the day before it             | 2026-02-15 | 2    | incident | stalling  | cooperation-halt      | not met |
      | by analysts                      | 2026-04-01 | 3    | incident | stalling  | cooperation-halt      | not met |
      | by an essay                      | 2026-04-01 | 4    | incident | stalling  | cooperation-halt      | not met |
      | by a register                    | 2026-04-01 | 5    | incident | stalling  | cooperation-halt      | not met |
      | only threatened                  | 2026-04-01 | 2    | pressure | stalling  | cooperation-halt      | not met |
      | a halt that changes nothing      | 2026-04-01 | 2    | incident | holding   | cooperation-halt      | not met |
      | an objection, with work going on | 2026-04-01 | 2    | incident | stalling  | sovereignty-objection | not met |

  Scenario Outline: The first joint act after a halt ends it, but not everything is one: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction | dimension         | severity | tags             |
      | <halt>     | 2      | incident | stalling  | bilateral-posture | major    | cooperation-halt |
      | 2026-04-01 | <tier> | <stage>  | holding   | bilateral-posture | major    | <tags>           |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cooperation-suspended" is <outcome>

    Examples:
      | why                                | halt       | tier | stage     | tags                  | outcome |
      | seen to go on                      | 2026-03-01 | 2    | outcome   | cooperation-continues | not met |
      | a joint operation                  | 2026-03-01 | 2    | outcome   | joint-operation       | not met |
      | by a primary record                | 2026-03-01 | 1    | outcome   | joint-operation       | not met |
      | though the halt is half a year old | 2026-02-16 | 2    | outcome   | joint-operation       | not met |
      | it was before the halt             | 2026-04-02 | 2    | outcome   | joint-operation       | met     |
      | by analysts                        | 2026-03-01 | 3    | outcome   | joint-operation       | met     |
      | by an essay                        | 2026-03-01 | 4    | outcome   | joint-operation       | met     |
      | by a register                      | 2026-03-01 | 5    | outcome   | joint-operation       | met     |
      | promised, and not seen             | 2026-03-01 | 2    | directive | cooperation-continues | met     |
      | a result of one side alone         | 2026-03-01 | 2    | outcome   | high-value-target     | met     |

  Scenario Outline: After work was resumed, it is halted again, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction   | dimension         | severity | tags             |
      | 2026-03-01 | 2      | incident | stalling    | bilateral-posture | major    | cooperation-halt |
      | 2026-04-01 | 2      | outcome  | holding     | bilateral-posture | major    | joint-operation  |
      | 2026-05-01 | <tier> | <stage>  | <direction> | bilateral-posture | major    | <tags>           |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cooperation-suspended" is <outcome>

    Examples:
      | why                         | tier | stage    | direction | tags                  | outcome |
      | after an incident           | 2    | incident | stalling  | cooperation-halt      | met     |
      | after a shock               | 2    | shock    | stalling  | cooperation-halt      | met     |
      | seen to have stopped        | 2    | outcome  | stalling  | cooperation-halt      | met     |
      | ended for good              | 2    | incident | reversing | cooperation-halt      | met     |
      | by a primary record         | 1    | incident | stalling  | cooperation-halt      | met     |
      | by analysts                 | 3    | incident | stalling  | cooperation-halt      | not met |
      | by an essay                 | 4    | incident | stalling  | cooperation-halt      | not met |
      | by a register               | 5    | incident | stalling  | cooperation-halt      | not met |
      | only threatened             | 2    | pressure | stalling  | cooperation-halt      | not met |
      | a halt that changes nothing | 2    | incident | holding   | cooperation-halt      | not met |
      | an objection alone          | 2    | incident | stalling  | sovereignty-objection | not met |

  Scenario Outline: With joint work halted, a second loss is a breakdown, or not: <why>
    Given these signals on cell "11"
      | date       | tier   | stage    | direction   | dimension          | severity | tags             |
      | 2026-02-20 | 1      | incident | stalling    | bilateral-posture  | major    | cooperation-halt |
      | 2026-03-01 | 2      | incident | stalling    | cartel-suppression | major    | lethal           |
      | <date>     | <tier> | <stage>  | <direction> | cartel-suppression | major    | <tags>           |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cooperation-broken" is <outcome>
    And the finding "breakdown" is <breakdown>

    Examples: without figures, whether the measured families have turned stays open
      | why                             | date       | tier | stage    | direction | tags                  | outcome | breakdown |
      | by a primary record             | 2026-04-01 | 1    | incident | stalling  | lethal                | met     | met       |
      | by the press                    | 2026-04-01 | 2    | incident | stalling  | lethal                | met     | met       |
      | and ground lost with it         | 2026-04-01 | 2    | incident | reversing | lethal                | met     | met       |
      | on the first day of half a year | 2026-02-16 | 2    | incident | stalling  | lethal                | met     | met       |
      | on the day before it            | 2026-02-15 | 2    | incident | stalling  | lethal                | not met | unknown   |
      | by analysts                     | 2026-04-01 | 3    | incident | stalling  | lethal                | not met | unknown   |
      | by an essay                     | 2026-04-01 | 4    | incident | stalling  | lethal                | not met | unknown   |
      | by a register                   | 2026-04-01 | 5    | incident | stalling  | lethal                | not met | unknown   |
      | by the networks' hand           | 2026-04-01 | 2    | shock    | stalling  | lethal                | not met | unknown   |
      | borne without a stop            | 2026-04-01 | 2    | incident | holding   | lethal                | not met | unknown   |
      | an incident without deaths      | 2026-04-01 | 2    | incident | stalling  | sovereignty-objection | not met | unknown   |

  Scenario: Two losses are no breakdown while joint work goes on
    Given these signals on cell "11"
      | date       | tier | stage    | direction | dimension          | severity | tags   |
      | 2026-03-01 | 2    | incident | stalling  | cartel-suppression | major    | lethal |
      | 2026-04-01 | 2    | incident | stalling  | cartel-suppression | major    | lethal |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "cooperation-broken" is not met
