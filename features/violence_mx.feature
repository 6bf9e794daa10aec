Feature: The rules on violence in the Mexican states bite
  Deaths of twelve months are compared with those of the twelve before, as far as the dates and estimates of records allow.

  Scenario: Clearly more deaths than in the year before are a deterioration
    Given the framework "violence-mx" with its feeds alone
    And these signals on cell "colima"
      | id     | date       | deaths    | tier | stage    | direction | dimension | severity | aspect   | tags |
      | first  | 2013-03-10 | 40        | 5    | incident | harm      | non-state | mass     | unstated |      |
      | before | 2014-03-10 | 40        | 5    | incident | harm      | non-state | mass     | unstated |      |
      | after  | 2015-03-10 | 70 to 80  | 5    | incident | harm      | non-state | mass     | unstated |      |
    When cell "colima" is assessed as of 2015-04-30 and known at 2024-12-31
    Then the trajectory is "Deteriorated"
    And the qualifiers are "with mass killings"
    And the trend is "Escalating"
    And there are no alternatives

  Scenario: Estimates that leave open whether it is clearly more decide nothing, and say so
    Given the framework "violence-mx" with its feeds alone
    And these signals on cell "colima"
      | id     | date       | deaths    | tier | stage    | direction | dimension | severity | aspect   | tags |
      | first  | 2013-03-10 | 40        | 5    | incident | harm      | non-state | mass     | unstated |      |
      | before | 2014-03-10 | 40        | 5    | incident | harm      | non-state | mass     | unstated |      |
      | after  | 2015-03-10 | 55 to 80  | 5    | incident | harm      | non-state | mass     | unstated |      |
    When cell "colima" is assessed as of 2015-04-30 and known at 2024-12-31
    Then the trajectory is "Unchanged"
    And the alternatives are "Deteriorated"

  Scenario: Fewer more than make a conflict are no deterioration, whatever the percentage
    Given the framework "violence-mx" with its feeds alone
    And these signals on cell "colima"
      | id     | date       | deaths | tier | stage    | direction | dimension | severity | aspect   | tags |
      | before | 2014-03-10 | 1      | 5    | incident | harm      | non-state | few      | unstated |      |
      | after  | 2015-03-10 | 25     | 5    | incident | harm      | non-state | mass     | unstated |      |
    When cell "colima" is assessed as of 2015-04-30 and known at 2024-12-31
    Then the trajectory is "Unchanged"
    And there are no alternatives

  Scenario: What is summed up by the year is known on its last day, and open before
    Given the framework "violence-mx" with its feeds alone
    And these signals on cell "colima"
      | id   | date | reported   | deaths | tier | stage    | direction | dimension | severity | aspect   | tags      |
      | sum  | 2015 | 2024-06-30 | 90     | 5    | incident | harm      | non-state | mass     | unstated | aggregate |
    When cell "colima" is assessed as of 2015-12-30 and known at 2024-12-31
    Then the trajectory is "Unchanged"
    And the alternatives are "Deteriorated"
    When cell "colima" is assessed as of 2015-12-31 and known at 2024-12-31
    Then the trajectory is "Deteriorated"
    And there are no alternatives
    And there are no qualifiers

  Scenario: Where nobody watched any more, no trajectory is issued
    Given the framework "violence-mx" with its feeds alone
    When cell "colima" is assessed as of 2024-12-31 and known at 2024-12-31
    Then the standing is "insufficient"
