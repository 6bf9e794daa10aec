Feature: Deaths in a state are compared year with year and season with season
  Every death here lies on the first day of its window, or on the day before: windows of 15 August 2015 and of 2014 begin on 16 August,
  those of three months on 16 May and 16 February.

  Background:
    Given the framework "violence-mx"
    And everything is watched from 1989-01-01

  Scenario Outline: Deaths have risen, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2013-08-15 | 100      | 5    | incident | harm      | non-state | mass     |
      | 2013-08-16 | <before> | 5    | incident | harm      | non-state | mass     |
      | 2014-08-16 | <after>  | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "risen" is <outcome>

    Examples:
      | why                                         | before | after | outcome |
      | 25 more than none                           | 0      | 25    | met     |
      | 24 could be two incidents                   | 0      | 24    | not met |
      | more than a hundred, by just a quarter      | 104    | 130   | met     |
      | 25 more, and a little less than a quarter   | 105    | 130   | not met |
      | whatever was before, 125 are a quarter more | 0      | 125   | met     |
      | beyond 125, none before has no percentage   | 0      | 126   | unknown |

  Scenario Outline: Deaths have fallen, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2013-08-15 | 100      | 5    | incident | harm      | non-state | mass     |
      | 2013-08-16 | <before> | 5    | incident | harm      | non-state | mass     |
      | 2014-08-16 | <after>  | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "fallen" is <outcome>

    Examples:
      | why                            | before | after | outcome |
      | 25 fewer                       | 100    | 75    | met     |
      | 24 fewer                       | 100    | 76    | not met |
      | a fifth fewer                  | 130    | 104   | met     |
      | 25 fewer are less than a fifth | 130    | 105   | not met |

  Scenario Outline: A rise is over, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2013-08-15 | 100      | 5    | incident | harm      | non-state | mass     |
      | 2013-08-16 | <before> | 5    | incident | harm      | non-state | mass     |
      | 2014-08-16 | <after>  | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "rise-over" is <outcome>

    Examples:
      | why                                | before | after | outcome |
      | ten more                           | 50     | 60    | met     |
      | eleven more, and more than a tenth | 50     | 61    | not met |
      | a tenth more                       | 200    | 220   | met     |
      | a little more than a tenth         | 200    | 221   | not met |
      | it has risen                       | 50     | 80    | not met |

  Scenario Outline: A fall is over, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2013-08-15 | 100      | 5    | incident | harm      | non-state | mass     |
      | 2013-08-16 | <before> | 5    | incident | harm      | non-state | mass     |
      | 2014-08-16 | <after>  | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "fall-over" is <outcome>

    Examples:
      | why                                       | before | after | outcome |
      | ten fewer                                 | 60     | 50    | met     |
      | eleven fewer, and more than eight percent | 60     | 49    | not met |
      | eight percent fewer                       | 200    | 184   | met     |
      | a little more than eight percent          | 200    | 183   | not met |
      | it has fallen                             | 100    | 60    | not met |

  Scenario Outline: Three months escalate, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths    | tier | stage    | direction | dimension | severity |
      | 2014-05-15 | 100       | 5    | incident | harm      | non-state | mass     |
      | 2014-05-16 | <season>  | 5    | incident | harm      | non-state | mass     |
      | 2015-02-15 | 100       | 5    | incident | harm      | non-state | mass     |
      | 2015-02-16 | <quarter> | 5    | incident | harm      | non-state | mass     |
      | 2015-05-16 | <now>     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "escalates" is <outcome>

    Examples: deaths in the season a year earlier, in the quarter before, and now
      | why                                         | season | quarter | now | outcome |
      | ten more than either                        | 0      | 0       | 10  | met     |
      | nine more than a year earlier               | 1      | 0       | 10  | not met |
      | nine more than in the months before         | 0      | 1       | 10  | not met |
      | more than fifty, by just a quarter          | 48     | 0       | 60  | met     |
      | eleven more, and less than a quarter        | 49     | 0       | 60  | not met |
      | more than fifty, by a quarter but for one   | 50     | 0       | 62  | not met |
      | whatever was before, fifty are enough       | 0      | 0       | 50  | met     |
      | beyond fifty, none before has no percentage | 0      | 0       | 51  | unknown |

  Scenario Outline: Three months ease, or not: <why>
    Given these signals on cell "colima"
      | date       | deaths    | tier | stage    | direction | dimension | severity |
      | 2014-05-15 | 100       | 5    | incident | harm      | non-state | mass     |
      | 2014-05-16 | <season>  | 5    | incident | harm      | non-state | mass     |
      | 2015-02-15 | 100       | 5    | incident | harm      | non-state | mass     |
      | 2015-02-16 | <quarter> | 5    | incident | harm      | non-state | mass     |
      | 2015-05-16 | <now>     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "eases" is <outcome>

    Examples: deaths in the season a year earlier, in the quarter before, and now
      | why                                  | season | quarter | now | outcome |
      | ten fewer than in either             | 20     | 20      | 10  | met     |
      | nine fewer than a year earlier       | 19     | 20      | 10  | not met |
      | nine fewer than in the months before | 20     | 19      | 10  | not met |
      | just a fifth fewer                   | 60     | 60      | 48  | met     |
      | eleven fewer are less than a fifth   | 60     | 60      | 49  | not met |

  Scenario: Deaths on the day before the three months belong to the months before alone
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2015-05-15 | 10     | 5    | incident | harm      | non-state | mass     |
      | 2015-05-16 | 41     | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "escalates" is met

  Scenario Outline: Records that do not say of harm leave a year open where they decide: <finding>, <why>
    Given these signals on cell "colima"
      | date       | deaths   | tier | stage    | direction | dimension | severity |
      | 2013-08-16 | <before> | 5    | incident | harm      | non-state | mass     |
      | 2013-08-17 | <then>   | 5    | incident |           | non-state | mass     |
      | 2014-08-16 | <after>  | 5    | incident | harm      | non-state | mass     |
      | 2014-08-17 | <now>    | 5    | incident |           | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "<finding>" is unknown

    Examples: deaths that were harm, and deaths that may have been, in the year before and in this one
      | finding   | why                                         | before | then | after | now |
      | risen     | 10 more or 30, and fewer than 125           | 0      | 20   | 30    | 0   |
      | risen     | a fifth more, or seven tenths               | 200    | 0    | 240   | 100 |
      | fallen    | 30 fewer or 20, and by a fifth at least     | 100    | 0    | 70    | 10  |
      | fallen    | 35 fewer at least, and by a fifth or not    | 200    | 0    | 155   | 10  |
      | rise-over | 10 more or 11, and by a fifth at least      | 50     | 0    | 60    | 1   |
      | rise-over | 20 more at least, and by a tenth or not     | 200    | 0    | 220   | 1   |
      | fall-over | 10 fewer or 11, and by a sixth at least     | 60     | 1    | 50    | 0   |
      | fall-over | 16 fewer at least, by eight percent or more | 200    | 1    | 184   | 0   |

  Scenario: Records of the day before a year that do not say of harm leave the year itself as it was
    Given these signals on cell "colima"
      | date       | deaths | tier | stage    | direction | dimension | severity |
      | 2014-08-15 | 10     | 5    | incident |           | non-state | mass     |
      | 2014-08-16 | 120    | 5    | incident | harm      | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "risen" is met

  Scenario Outline: Records that do not say of harm leave three months open where they decide: <finding>, <why>
    Given these signals on cell "colima"
      | date       | deaths      | tier | stage    | direction | dimension | severity |
      | 2014-05-16 | <season>    | 5    | incident | harm      | non-state | mass     |
      | 2014-05-17 | <season ?>  | 5    | incident |           | non-state | mass     |
      | 2015-02-16 | <quarter>   | 5    | incident | harm      | non-state | mass     |
      | 2015-02-17 | <quarter ?> | 5    | incident |           | non-state | mass     |
      | 2015-05-16 | <now>       | 5    | incident | harm      | non-state | mass     |
      | 2015-05-17 | <now ?>     | 5    | incident |           | non-state | mass     |
    When cell "colima" is assessed as of 2015-08-15
    Then the finding "<finding>" is unknown

    Examples: deaths that were harm, and deaths that may have been, in the season a year earlier, in the quarter before, and now
      | finding   | why                                    | season | season ? | quarter | quarter ? | now | now ? |
      | escalates | ten more than a year earlier, or nine  | 0      | 1        | 0       | 0         | 10  | 0     |
      | escalates | ten more than in the months before     | 0      | 0        | 0       | 1         | 10  | 0     |
      | escalates | half as many again, or less than that  | 40     | 9        | 0       | 0         | 60  | 0     |
      | eases     | nine fewer than a year earlier, or ten | 19     | 1        | 20      | 0         | 10  | 0     |
      | eases     | nine fewer than in the months before   | 20     | 0        | 19      | 1         | 10  | 0     |
      | eases     | a fifth fewer, or not quite            | 60     | 0        | 60      | 0         | 48  | 1     |
