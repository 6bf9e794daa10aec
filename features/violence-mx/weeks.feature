Feature: Incidents come week by week, or not
  One in each of 51 weeks up to 8 August 2015, and one more.

  Background:
    Given the framework "violence-mx"
    And everything is watched from 1989-01-01
    And these signals on cell "colima"
      | date       | tier | stage    | direction | dimension | severity | tags |
      | 2014-08-23 | 5    | incident | harm      | non-state | few      |      |
      | 2014-08-30 | 5    | incident | harm      | non-state | few      |      |
      | 2014-09-06 | 5    | incident | harm      | non-state | few      |      |
      | 2014-09-13 | 5    | incident | harm      | non-state | few      |      |
      | 2014-09-20 | 5    | incident | harm      | non-state | few      |      |
      | 2014-09-27 | 5    | incident | harm      | non-state | few      |      |
      | 2014-10-04 | 5    | incident | harm      | non-state | few      |      |
      | 2014-10-11 | 5    | incident | harm      | non-state | few      |      |
      | 2014-10-18 | 5    | incident | harm      | non-state | few      |      |
      | 2014-10-25 | 5    | incident | harm      | non-state | few      |      |
      | 2014-11-01 | 5    | incident | harm      | non-state | few      |      |
      | 2014-11-08 | 5    | incident | harm      | non-state | few      |      |
      | 2014-11-15 | 5    | incident | harm      | non-state | few      |      |
      | 2014-11-22 | 5    | incident | harm      | non-state | few      |      |
      | 2014-11-29 | 5    | incident | harm      | non-state | few      |      |
      | 2014-12-06 | 5    | incident | harm      | non-state | few      |      |
      | 2014-12-13 | 5    | incident | harm      | non-state | few      |      |
      | 2014-12-20 | 5    | incident | harm      | non-state | few      |      |
      | 2014-12-27 | 5    | incident | harm      | non-state | few      |      |
      | 2015-01-03 | 5    | incident | harm      | non-state | few      |      |
      | 2015-01-10 | 5    | incident | harm      | non-state | few      |      |
      | 2015-01-17 | 5    | incident | harm      | non-state | few      |      |
      | 2015-01-24 | 5    | incident | harm      | non-state | few      |      |
      | 2015-01-31 | 5    | incident | harm      | non-state | few      |      |
      | 2015-02-07 | 5    | incident | harm      | non-state | few      |      |
      | 2015-02-14 | 5    | incident | harm      | non-state | few      |      |
      | 2015-02-21 | 5    | incident | harm      | non-state | few      |      |
      | 2015-02-28 | 5    | incident | harm      | non-state | few      |      |
      | 2015-03-07 | 5    | incident | harm      | non-state | few      |      |
      | 2015-03-14 | 5    | incident | harm      | non-state | few      |      |
      | 2015-03-21 | 5    | incident | harm      | non-state | few      |      |
      | 2015-03-28 | 5    | incident | harm      | non-state | few      |      |
      | 2015-04-04 | 5    | incident | harm      | non-state | few      |      |
      | 2015-04-11 | 5    | incident | harm      | non-state | few      |      |
      | 2015-04-18 | 5    | incident | harm      | non-state | few      |      |
      | 2015-04-25 | 5    | incident | harm      | non-state | few      |      |
      | 2015-05-02 | 5    | incident | harm      | non-state | few      |      |
      | 2015-05-09 | 5    | incident | harm      | non-state | few      |      |
      | 2015-05-16 | 5    | incident | harm      | non-state | few      |      |
      | 2015-05-23 | 5    | incident | harm      | non-state | few      |      |
      | 2015-05-30 | 5    | incident | harm      | non-state | few      |      |
      | 2015-06-06 | 5    | incident | harm      | non-state | few      |      |
      | 2015-06-13 | 5    | incident | harm      | non-state | few      |      |
      | 2015-06-20 | 5    | incident | harm      | non-state | few      |      |
      | 2015-06-27 | 5    | incident | harm      | non-state | few      |      |
      | 2015-07-04 | 5    | incident | harm      | non-state | few      |      |
      | 2015-07-11 | 5    | incident | harm      | non-state | few      |      |
      | 2015-07-18 | 5    | incident | harm      | non-state | few      |      |
      | 2015-07-25 | 5    | incident | harm      | non-state | few      |      |
      | 2015-08-01 | 5    | incident | harm      | non-state | few      |      |
      | 2015-08-08 | 5    | incident | harm      | non-state | few      |      |

  Scenario Outline: With the one more there are as many as weeks in a year, or not: <why>
    Given these signals on cell "colima"
      | date   | tier | stage    | direction   | dimension | severity | tags   |
      | <date> | 5    | incident | <direction> | non-state | few      | <tags> |
    When cell "colima" is assessed as of 2015-08-15
    Then the rule "week-by-week" is <outcome>

    Examples:
      | why                                  | date       | direction | tags      | outcome |
      | on the first day of the year         | 2014-08-16 | harm      |           | met     |
      | on the day before it                 | 2014-08-15 | harm      |           | not met |
      | a record that sums up is no incident | 2014-08-16 | harm      | aggregate | not met |
      | a record that does not say of harm   | 2014-08-16 |           |           | unknown |

  Scenario: As many as weeks in a year are told beside the trajectory
    Given these signals on cell "colima"
      | date       | tier | stage    | direction | dimension | severity |
      | 2014-08-16 | 5    | incident | harm      | non-state | few      |
    When cell "colima" is assessed as of 2015-08-15
    Then the qualifiers are "week by week"
