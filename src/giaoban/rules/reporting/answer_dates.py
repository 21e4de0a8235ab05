"""By when is a figure explained, where nobody says another day?"""

from datetime import date, timedelta

from giaoban.rules.reporting.working_days import WorkingCalendar

_FRIDAY = 4


def friday_to_answer_by(today: date, calendar: WorkingCalendar) -> date:
    """The next Friday after today; where it is a day off, the last day worked before it.

    Where no day is worked between today and that Friday, the next day that is.
    """
    friday = today + timedelta(days=(_FRIDAY - today.weekday() - 1) % 7 + 1)
    worked = calendar.roll_backward(friday)
    return worked if worked > today else calendar.roll_forward(friday)
