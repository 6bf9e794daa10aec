Feature: Kinds of violence in a state, and what stands beside its trajectory
  Windows of 15 August 2015 begin on 16 August 2014, those of three months on 16 May 2015.

  Background:
    Given the framework "violence-mx"
    And everything is watched from 1989-01-01

  Scenario Outline: <kind> violence is <status> at <deaths> deaths in twelve months
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2014-08-15 | 2000     | 5    | incident | harm      | <kind>    | mass     |
      | 2014-08-16 | <deaths> | 5    | incident | harm      | <kind>    | mass     |
      | 2015-06-01 | 5000     | 5    | incident | harm      | <other>   | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then dimension "<kind>" is "<status>"
    And the rule "<kind>-quiet" is <quiet>

    Examples: an estimate that leaves both open decides nothing
      | kind        | other       | deaths   | status       | quiet   |
      | non-state   | one-sided   | 24       | quiet        | met     |
      | non-state   | one-sided   | 25       | present      | not met |
      | non-state   | one-sided   | 20 to 30 | undetermined | unknown |
      | non-state   | one-sided   | 999      | present      | not met |
      | non-state   | one-sided   | 1000     | intense      | not met |
      | state-based | non-state   | 24       | quiet        | met     |
      | state-based | non-state   | 25       | present      | not met |
      | state-based | non-state   | 20 to 30 | undetermined | unknown |
      | state-based | non-state   | 999      | present      | not met |
      | state-based | non-state   | 1000     | intense      | not met |
      | one-sided   | state-based | 24       | quiet        | met     |
      | one-sided   | state-based | 25       | present      | not met |
      | one-sided   | state-based | 20 to 30 | undetermined | unknown |
      | one-sided   | state-based | 999      | present      | not met |
      | one-sided   | state-based | 1000     | intense      | not met |

  Scenario Outline: All kinds together are at the level of war, or not: <why>
    Given these signals on cell "colima"
      | date   | deaths  | tier | stage    | direction | dimension   | severity |
      | <date> | <first> | 5    | incident | harm      | non-state   | few      |
      | <date> | 500     | 5    | incident | harm      | state-based | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "war" is <outcome>

    Examples:
      | why                      | date       | first | outcome |
      | a thousand in the year   | 2014-08-16 | 500   | met     |
      | one fewer                | 2014-08-16 | 499   | not met |
      | all of them a day before | 2014-08-15 | 500   | not met |

  Scenario Outline: Mass killings are told for a quarter of a year: <why>
    Given these signals on cell "colima"
      | date   | deaths | tier | stage    | direction | dimension | severity   | tags   |
      | <date> | 4      | 5    | incident | harm      | non-state | <severity> | <tags> |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "mass-killings" is <outcome>

    Examples:
      | why                              | date       | severity | tags      | outcome |
      | on its first day                 | 2015-05-16 | mass     |           | met     |
      | on the day before it             | 2015-05-15 | mass     |           | not met |
      | fewer than four died             | 2015-05-16 | few      |           | not met |
      | an aggregate says nothing of one | 2015-05-16 | mass     | aggregate | not met |

  Scenario Outline: Violence against civilians is told for a year: <why>
    Given these signals on cell "colima"
      | date   | deaths | tier | stage    | direction | dimension   | severity |
      | <date> | 1      | 5    | incident | harm      | <dimension> | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "civilians" is <outcome>

    Examples:
      | why                  | date       | dimension | outcome |
      | on its first day     | 2014-08-16 | one-sided | met     |
      | on the day before it | 2014-08-15 | one-sided | not met |
      | of another kind      | 2014-08-16 | non-state | not met |

  Scenario Outline: Violence is of several kinds within a year: <why>
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2015-06-01 | 1      | 5    | incident | harm      | non-state | few      |
      | <date>     | 1      | 5    | incident | harm      | <second>  | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "kinds" is <outcome>

    Examples:
      | why                             | date       | second    | outcome |
      | a second on the first day of it | 2014-08-16 | one-sided | met     |
      | a second on the day before      | 2014-08-15 | one-sided | not met |
      | twice the same                  | 2014-08-16 | non-state | not met |

  Scenario Outline: Two origins could contradict each other, one cannot: <why>
    Given these signals on cell "colima"
      | date       | event  | origin  | deaths | tier | stage    | direction | dimension | severity |
      | 2015-06-01 | first  | ucdp    | 1      | 5    | incident | harm      | non-state | few      |
      | <date>     | second | <other> | 1      | 5    | incident | harm      | non-state | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "one-data-set" is <outcome>

    Examples:
      | why                          | date       | other | outcome |
      | all of one data set          | 2015-06-02 | ucdp  | met     |
      | a second data set            | 2015-06-02 | other | not met |
      | on the first day of the year | 2014-08-16 | other | not met |
      | on the day before it         | 2014-08-15 | other | met     |

  Scenario: One data set alone is worth a step of confidence less
    Given these signals on cell "colima"
      | date       | origin | deaths | tier | stage    | direction | dimension | severity |
      | 2015-06-01 | ucdp   | 1      | 5    | incident | harm      | non-state | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the confidence is lowered by the rule "one-data-set"

  Scenario Outline: Records that do not say whether anybody was harmed leave it open: <rule>
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | dimension   | severity |
      | 2015-06-01 | 2000   | 5    | incident | <dimension> | mass     |
      | 2015-06-02 | 1      | 5    | incident | <dimension> | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "<rule>" is unknown

    Examples:
      | rule                | dimension            |
      | non-state-intense   | non-state            |
      | non-state-present   | non-state            |
      | non-state-quiet     | non-state            |
      | state-based-intense | state-based          |
      | state-based-present | state-based          |
      | state-based-quiet   | state-based          |
      | one-sided-intense   | one-sided            |
      | one-sided-present   | one-sided            |
      | one-sided-quiet     | one-sided            |
      | war                 | non-state            |
      | mass-killings       | non-state            |
      | civilians           | one-sided            |
      | kinds               | non-state, one-sided |
      | one-data-set        | non-state            |
