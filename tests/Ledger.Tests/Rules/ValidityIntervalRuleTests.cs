using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class ValidityIntervalRuleTests
{
    private readonly RuleScene _scene = new();

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(1000UL, null, true)]
    [InlineData(1001UL, null, false)]
    [InlineData(null, 1001UL, true)]
    [InlineData(null, 1000UL, false)]
    [InlineData(1000UL, 1001UL, true)]
    [InlineData(2000UL, 3000UL, false)]
    public void Check_slot_1000_against_half_open_interval(ulong? from, ulong? to, bool isInside)
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.ValidFrom = from;
        sketch.ValidTo = to;
        Slot? first = from is ulong f ? new Slot(f) : null;
        Slot? end = to is ulong t ? new Slot(t) : null;
        Assert.Equal(
            isInside ? null : new LedgerError.OutsideValidityInterval(first, end, new Slot(1000)),
            _scene.Check(sketch));
    }

    [Theory]
    [InlineData(1000UL, true)]
    [InlineData(999UL, false)]
    public void Check_Shelley_time_to_live_is_the_last_valid_slot(ulong timeToLive, bool isAlive)
    {
        TransactionSketch sketch = _scene.Payment(Era.Shelley);
        sketch.ValidTo = timeToLive;
        Assert.Equal(
            isAlive ? null : new LedgerError.Expired(new Slot(timeToLive), new Slot(1000)), _scene.Check(sketch));
    }
}
