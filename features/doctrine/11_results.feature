Feature: Cell 11: results by the world's own count
  Each threshold is tried at its edge and beside it. Figures around the months compared are chosen so that another
  base, another span or another kind of change would conclude otherwise.

  Background:
    Given the framework "doctrine"
    And everything is watched from 2020-01-01

  Scenario Outline: Encounters are compressed from seventy percent below a year earlier: <why>
    Given the readings of "swb-encounters" from 2024-12 are "500 1000x2 500x8 <months>"
    When cell "11" is assessed as of <day>
    Then the finding "encounters-compressed" is <outcome>

    Examples: only January to March had a thousand a year earlier
      | why                                | months      | day        | outcome |
      | three months of just so many       | 300 300 300 | 2026-04-15 | met     |
      | until the last is three months old | 300 300 300 | 2026-06-30 | met     |
      | and not a day longer               | 300 300 300 | 2026-07-01 | unknown |
      | one percent less in the last month | 300 300 310 | 2026-04-15 | not met |
      | two months are weather             | 310 300 300 | 2026-04-15 | not met |

  Scenario Outline: Encounters rebound from thirty percent above a year earlier: <why>
    Given the readings of "swb-encounters" from 2024-12 are "2000 1000x2 2000x8 <months>"
    When cell "11" is assessed as of <day>
    Then the finding "encounters-rebounding" is <outcome>

    Examples: only January to March had a thousand a year earlier
      | why                                | months         | day        | outcome |
      | three months of just so many       | 1300 1300 1300 | 2026-04-15 | met     |
      | until the last is three months old | 1300 1300 1300 | 2026-06-30 | met     |
      | and not a day longer               | 1300 1300 1300 | 2026-07-01 | unknown |
      | one percent less in the last month | 1300 1300 1290 | 2026-04-15 | not met |
      | two months are weather             | 1290 1300 1300 | 2026-04-15 | not met |

  Scenario Outline: Sanctions have a raised tempo from eighty listings in half a year: <why>
    Given the readings of "ofac-mexico-additions" from 2024-10 are "5x10 9 14x4 <last>"
    When cell "11" is assessed as of <day>
    Then the finding "sanctions-tempo-raised" is <outcome>

    Examples: five months of fourteen, and the last; a year earlier there were thirty
      | why                                | last | day        | outcome |
      | just so many                       | 10   | 2026-04-15 | met     |
      | until the last is three months old | 10   | 2026-06-30 | met     |
      | and not a day longer               | 10   | 2026-07-01 | unknown |
      | one fewer                          | 9    | 2026-04-15 | not met |
      | too old to say even that           | 9    | 2026-07-01 | unknown |

  Scenario Outline: Sanctions have a raised tempo from a quarter more than a year earlier: <why>
    Given the readings of "ofac-mexico-additions" from 2024-09 are "150 50x5 150 50x4 75 60x3 <last>"
    When cell "11" is assessed as of <day>
    Then the finding "sanctions-tempo-raised" is <outcome>

    Examples: 315 listings and the last month's, against 300
      | why                                | last | day        | outcome |
      | just a quarter                     | 60   | 2026-04-15 | met     |
      | until the last is three months old | 60   | 2026-06-30 | met     |
      | one percent less                   | 57   | 2026-04-15 | not met |
      | too old to say even that           | 57   | 2026-07-01 | unknown |

  Scenario Outline: Sanctions fell where half a year has half of a year earlier: <why>
    Given the readings of "ofac-mexico-additions" from 2024-09 are "20 50x5 20 50x4 20 26x3 <last>"
    When cell "11" is assessed as of <day>
    Then the finding "sanctions-tempo-fallen" is <outcome>

    Examples: 124 listings and the last month's, against 300
      | why                                | last | day        | outcome |
      | just half                          | 26   | 2026-04-15 | met     |
      | until the last is three months old | 26   | 2026-06-30 | met     |
      | and not a day longer               | 26   | 2026-07-01 | unknown |
      | one percent more than half         | 29   | 2026-04-15 | not met |

  Scenario Outline: A command is disrupted while the succession is open, or is not: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | <dimension> | major    | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "command-disrupted" is <outcome>

    Examples:
      | why                          | date       | tier | stage      | direction | dimension           | tags              | outcome |
      | by a primary record          | 2026-04-01 | 1    | outcome    | advancing | cartel-suppression  | high-value-target | met     |
      | by the press                 | 2026-04-01 | 2    | outcome    | advancing | cartel-suppression  | high-value-target | met     |
      | on the first day of the year | 2025-08-16 | 2    | outcome    | advancing | cartel-suppression  | high-value-target | met     |
      | on the day before it         | 2025-08-15 | 2    | outcome    | advancing | cartel-suppression  | high-value-target | not met |
      | by analysts                  | 2026-04-01 | 3    | outcome    | advancing | cartel-suppression  | high-value-target | not met |
      | by an essay                  | 2026-04-01 | 4    | outcome    | advancing | cartel-suppression  | high-value-target | not met |
      | by a register                | 2026-04-01 | 5    | outcome    | advancing | cartel-suppression  | high-value-target | not met |
      | a reward, and no capture     | 2026-04-01 | 2    | instrument | advancing | cartel-suppression  | high-value-target | not met |
      | a leader set free            | 2026-04-01 | 2    | outcome    | reversing | cartel-suppression  | high-value-target | not met |
      | tagged for another dimension | 2026-04-01 | 2    | outcome    | advancing | mexican-enforcement | high-value-target | not met |
      | a result, and no leader      | 2026-04-01 | 2    | outcome    | advancing | cartel-suppression  | joint-operation   | not met |

  Scenario Outline: A corridor stays closed for a year, or was not closed: <why>
    Given these signals on cell "11"
      | date   | tier   | stage   | direction   | dimension   | severity | tags   |
      | <date> | <tier> | <stage> | <direction> | <dimension> | moderate | <tags> |
    When cell "11" is assessed as of 2026-08-15
    Then the finding "corridor-closed" is <outcome>

    Examples:
      | why                          | date       | tier | stage      | direction | dimension           | tags           | outcome |
      | by a primary record          | 2026-04-01 | 1    | outcome    | advancing | border-and-fentanyl | corridor       | met     |
      | by the press                 | 2026-04-01 | 2    | outcome    | advancing | border-and-fentanyl | corridor       | met     |
      | on the first day of the year | 2025-08-16 | 2    | outcome    | advancing | border-and-fentanyl | corridor       | met     |
      | on the day before it         | 2025-08-15 | 2    | outcome    | advancing | border-and-fentanyl | corridor       | not met |
      | by analysts                  | 2026-04-01 | 3    | outcome    | advancing | border-and-fentanyl | corridor       | not met |
      | by an essay                  | 2026-04-01 | 4    | outcome    | advancing | border-and-fentanyl | corridor       | not met |
      | by a register                | 2026-04-01 | 5    | outcome    | advancing | border-and-fentanyl | corridor       | not met |
      | an order to close it         | 2026-04-01 | 2    | instrument | advancing | border-and-fentanyl | corridor       | not met |
      | a route opened               | 2026-04-01 | 2    | outcome    | stalling  | border-and-fentanyl | corridor       | not met |
      | tagged for another dimension | 2026-04-01 | 2    | outcome    | advancing | cartel-suppression  | corridor       | not met |
      | a result, and no route       | 2026-04-01 | 2    | outcome    | advancing | border-and-fentanyl | border-figures | not met |

  Scenario Outline: Less fentanyl flows where fewer die and less is seized, both: <why>
    Given these readings
      | indicator               | period          | value    |
      | synthetic-opioid-deaths | 2024-02/2025-01 | 50000    |
      | synthetic-opioid-deaths | 2024-03/2025-02 | 50000    |
      | synthetic-opioid-deaths | 2024-04/2025-03 | 60000    |
      | synthetic-opioid-deaths | 2024-05/2025-04 | 50000    |
      | synthetic-opioid-deaths | 2025-03/2026-02 | 54000    |
      | synthetic-opioid-deaths | 2025-04/2026-03 | <deaths> |
      | swb-fentanyl-seized     | 2022-10/2023-09 | 10000    |
      | swb-fentanyl-seized     | 2023-10/2024-09 | 10000    |
      | swb-fentanyl-seized     | 2024-10/2025-09 | <seized> |
    When cell "11" is assessed as of <day>
    Then the finding "fentanyl-flow-lower" is <outcome>

    Examples: of 60000 deaths a year earlier, and of 10000 pounds
      | why                                  | deaths | seized | day        | outcome |
      | a tenth and fifteen percent          | 54000  | 8500   | 2026-04-15 | met     |
      | until the deaths are half a year old | 54000  | 8500   | 2026-09-30 | met     |
      | and not a day longer                 | 54000  | 8500   | 2026-10-01 | unknown |
      | half a percent more deaths           | 54300  | 8500   | 2026-04-15 | not met |
      | one percent more seized              | 54000  | 8600   | 2026-04-15 | not met |

  Scenario Outline: What was seized in a fiscal year speaks for fourteen months: <why>
    Given these readings
      | indicator               | period          | value |
      | synthetic-opioid-deaths | 2024-11/2025-10 | 60000 |
      | synthetic-opioid-deaths | 2025-11/2026-10 | 54000 |
      | swb-fentanyl-seized     | 2023-10/2024-09 | 10000 |
      | swb-fentanyl-seized     | 2024-10/2025-09 | 8500  |
    When cell "11" is assessed as of <day>
    Then the finding "fentanyl-flow-lower" is <outcome>

    Examples:
      | why                  | day        | outcome |
      | on their last day    | 2026-11-30 | met     |
      | and not a day longer | 2026-12-01 | unknown |

  Scenario Outline: Families of results are counted: <why>
    Given the readings of "swb-encounters" from 2025-01 are "1000x2 500x8 <encounters>x2"
    And the readings of "ofac-mexico-additions" from 2024-10 are "10x11 <listings>x5"
    And these signals on cell "11"
      | date       | tier | stage   | direction | dimension           | severity | tags     |
      | 2026-03-01 | 2    | outcome | advancing | cartel-suppression  | major    | <leader> |
      | 2026-03-02 | 2    | outcome | advancing | border-and-fentanyl | moderate | <route>  |
    And these readings
      | indicator               | period          | value    |
      | synthetic-opioid-deaths | 2024-04/2025-03 | 60000    |
      | synthetic-opioid-deaths | 2025-04/2026-03 | <deaths> |
      | swb-fentanyl-seized     | 2023-10/2024-09 | 10000    |
      | swb-fentanyl-seized     | 2024-10/2025-09 | 8000     |
    When cell "11" is assessed as of 2026-04-15
    Then the finding "results-sustained" is <sustained>
    And the finding "results-in-every-family" is <every>
    And the finding "moving-toward-goal" is <moving>

    Examples:
      | why                              | encounters | listings | leader            | route    | deaths | sustained | every   | moving  |
      | border, sanctions and commands   | 200        | 20       | high-value-target |          | 60000  | met       | met     | met     |
      | border and sanctions             | 200        | 20       |                   |          | 60000  | met       | not met | met     |
      | border and commands              | 200        | 10       | high-value-target |          | 60000  | met       | not met | met     |
      | sanctions and commands           | 800        | 20       | high-value-target |          | 60000  | met       | not met | met     |
      | one alone is no trend            | 200        | 10       |                   |          | 60000  | not met   | not met | not met |
      | deaths tell where it goes only   | 200        | 10       |                   |          | 50000  | not met   | not met | met     |
      | a route tells where it goes only | 800        | 20       |                   | corridor | 60000  | not met   | not met | met     |
      | deaths and a route, no family    | 800        | 10       |                   | corridor | 50000  | not met   | not met | met     |

  Scenario Outline: Results have turned where both measured families have: <why>
    Given the readings of "swb-encounters" from 2025-01 are "1000x2 500x8 <encounters>x2"
    And the readings of "ofac-mexico-additions" from 2024-10 are "20x11 <listings>x5"
    When cell "11" is assessed as of 2026-04-15
    Then the finding "results-turned" is <outcome>
    And the finding "breakdown" is <outcome>

    Examples:
      | why              | encounters | listings | outcome |
      | both             | 1500       | 5        | met     |
      | encounters alone | 1500       | 20       | not met |
      | sanctions alone  | 1000       | 5        | not met |
