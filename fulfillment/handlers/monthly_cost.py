"""Say what this month costs so far, service by service, and what the last one cost."""

from collections.abc import Sequence

from fulfillment.answers import MOST_ROWS, SPOKEN_ITEMS, gap_lines
from fulfillment.markdown import bold, plain
from fulfillment.ops.costs import Costs
from fulfillment.ops.costs.port import Cost, MonthCosts
from fulfillment.ops.fleet import Fleet
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import clean, number, shown, spoken_age

_WORTH_A_ROW = 0.005
"""What is rounded to nothing is left out."""


def answer(turn: Turn, fleet: Fleet, costs: Costs) -> Reply:
    """Of every account behind the environments; the dearest services first."""
    say = turn.say
    found = costs.survey(fleet.environments())
    gaps = gap_lines(say, found.gaps)
    if not found.accounts:
        text = " ".join(gaps) or say("nothing_to_pay")
        return Reply(text=text, speech=plain(text), state="failed" if gaps else "done")
    many = len(found.accounts) > 1
    lines = [_total(say, one, many=many) for one in found.accounts]
    lines += [_dearest(say, one, many=many) for one in found.accounts if one.this_month]
    return Reply(
        text=" ".join([*lines, _kept(say, turn, found.accounts), *gaps]),
        speech=plain(" ".join([*lines[:2], *gaps[:1]])),
        table=_table(say, found.accounts, many=many),
    )


def _total(say: Say, one: MonthCosts, *, many: bool) -> str:
    this, last = _money(say, one.this_month), _money(say, one.last_month)
    account = say("of_account", account=one.account) if many else ""
    return say(
        "month_costs",
        account=account,
        amount=bold(f"{this} {clean(one.currency, 3)}"),
        last=f"{last} {clean(one.currency, 3)}",
    )


def _dearest(say: Say, one: MonthCosts, *, many: bool) -> str:
    said = [
        say("service_costs", service=shown(each.service, 60), amount=_money(say, each.this_month))
        for each in one.costs[:SPOKEN_ITEMS]
        if each.this_month >= _WORTH_A_ROW
    ]
    account = say("of_account", account=one.account) if many else ""
    return say("dearest", services=say.all_of(said), account=account)


def _kept(say: Say, turn: Turn, accounts: Sequence[MonthCosts]) -> str:
    """How old it is: it is not asked for anew each time."""
    oldest = min(one.read_at for one in accounts)
    return say("kept_an_hour", age=spoken_age(say, (turn.now - oldest).total_seconds()))


def _money(say: Say, amount: float) -> str:
    """ "1,862.01": always two decimal places."""
    cents = round(abs(amount) * 100)
    sign = "-" if amount < 0 and cents else ""
    return f"{sign}{number(say, cents // 100)}{say('decimal_mark')}{cents % 100:02}"


def _table(say: Say, accounts: Sequence[MonthCosts], *, many: bool) -> Table:
    first = (say("label_account"),) if many else ()
    columns = (*first, say("label_aws_service"), say("label_this_month"), say("label_last_month"))
    rows = [
        (*((Cell(one.account),) if many else ()), *_row(say, each))
        for one in accounts
        for each in one.costs
        if max(abs(each.this_month), abs(each.last_month)) >= _WORTH_A_ROW
    ]
    title = say("table_title", currency=clean(accounts[0].currency, 3))
    return Table(title, columns, tuple(rows[:MOST_ROWS]))


def _row(say: Say, one: Cost) -> tuple[Cell, ...]:
    return (
        Cell(clean(one.service)),
        Cell(_money(say, one.this_month)),
        Cell(_money(say, one.last_month)),
    )
