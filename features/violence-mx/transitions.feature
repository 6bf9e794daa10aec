Feature: The trajectory of a state moves as deaths rise and fall
  A watch that must err had better warn, so a rise is looked for first.

  Background:
    Given the framework "violence-mx"
    And everything is watched from 1985-01-01

  Scenario: A rise deteriorates, and is over when its deaths are a year old and those before them as many
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2014-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
      | 2015-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-09-01
    Then the history of states is
      | from       | state        |
      | 1991-01-01 | Unchanged    |
      | 2014-08-16 | Deteriorated |
      | 2015-08-16 | Unchanged    |

  Scenario: From a rise, deaths that stop altogether improve without a pause
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2014-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2016-09-01
    Then the history of states is
      | from       | state        |
      | 1991-01-01 | Unchanged    |
      | 2014-08-16 | Deteriorated |
      | 2015-08-16 | Improved     |
      | 2016-08-16 | Unchanged    |

  Scenario: From a fall, a new rise deteriorates without a pause
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2014-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
      | 2016-01-10 | 90     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2016-02-01
    Then the history of states is
      | from       | state        |
      | 1991-01-01 | Unchanged    |
      | 2014-08-16 | Deteriorated |
      | 2015-08-16 | Improved     |
      | 2016-01-10 | Deteriorated |

  Scenario: From a year like the one before, a fall improves
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2014-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
      | 2015-08-16 | 30     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2016-09-01
    Then the state changed on 2016-08-16 by the rule "improves"

  Scenario Outline: The trend is <trend>: <why>
    Given these signals on cell "colima"
      | date       | deaths    | tier | stage    | direction | dimension | severity |
      | 2014-06-01 | <season>  | 5    | incident | harm      | non-state | mass     |
      | 2015-03-01 | <quarter> | 5    | incident | harm      | non-state | mass     |
      | 2015-06-01 | <now>     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the trend is "<trend>"

    Examples:
      | why                             | season | quarter  | now | trend      |
      | worse than both                 | 5      | 5        | 30  | Escalating |
      | better than both                | 30     | 30       | 5   | Easing     |
      | as ever                         | 20     | 20       | 20  | Steady     |
      | worse than the last season      | 5      | 30       | 30  | Steady     |
      | worse, if more than none counts | 0      | 0        | 51  | unknown    |
      | better by nine or by ten        | 20     | 19 to 20 | 10  | unknown    |

  Scenario Outline: Beside the trajectory stands what was seen: <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity   |
      | 2015-06-01 | <deaths> | 5    | incident | harm      | <kind>    | <severity> |
      | 2015-06-02 | 1        | 5    | incident | harm      | non-state | few        |
    When cell "colima" is assessed as of 2015-08-15
    Then the qualifiers are <qualifiers>

    Examples:
      | why                        | deaths | kind      | severity | qualifiers                                 |
      | an incident with four dead | 4      | non-state | mass     | "with mass killings"                       |
      | a thousand in many         | 1000   | non-state | few      | "at the level of war"                      |
      | civilians, a second kind   | 1      | one-sided | few      | "against civilians" and "of several kinds" |
