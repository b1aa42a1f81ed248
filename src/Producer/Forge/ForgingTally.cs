using PoolTopology.Consensus.Chain;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Hot;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>What happened since the process started, and how it is told.</summary>
internal sealed class ForgingTally
{
    private DateTimeOffset? _lastCheckedAt;
    private Slot? _lastForged;
    private ulong _forged;
    private ulong _missed;

    /// <summary>The last slot that was looked at.</summary>
    public Slot? LastChecked { get; private set; }

    public void Checked(Slot slot, DateTimeOffset now)
    {
        LastChecked = slot;
        _lastCheckedAt = now;
    }

    public void Forged(Slot slot)
    {
        _lastForged = slot;
        _forged++;
    }

    public void Missed() => _missed++;

    /// <summary>The report for health, status and metrics.</summary>
    public ForgingReport ToReport(
        CouldNotForge? obstacle, Slot slot, DateTimeOffset now, ForgeView view, ConsensusConfig config)
    {
        KesPeriod period = config.KesPeriodOf(slot);
        return view.Keys is { } keys
            ? OfKeys(keys, obstacle, period, now, config)
            : new ForgingReport(
                "", obstacle?.Message, period, default, default, TimeSpan.Zero, 0,
                _forged, _missed, _lastForged, LastChecked, _lastCheckedAt);
    }

    private ForgingReport OfKeys(
        HotCredentials keys, CouldNotForge? obstacle, KesPeriod period, DateTimeOffset now, ConsensusConfig config)
    {
        KesPeriod end = keys.EndKesPeriod(config.Parameters.MaxKesEvolutions);
        return new ForgingReport(
            PoolIds.ToBech32(keys.PoolId),
            obstacle?.Message,
            period,
            keys.Certificate.StartKesPeriod,
            end,
            TimeUntil(end, now, config),
            keys.Certificate.IssueNumber,
            _forged,
            _missed,
            _lastForged,
            LastChecked,
            _lastCheckedAt);
    }

    private static TimeSpan TimeUntil(KesPeriod end, DateTimeOffset now, ConsensusConfig config)
    {
        UInt128 slot = (UInt128)end.Value * config.Parameters.SlotsPerKesPeriod;
        TimeSpan left = config.Clock.StartOf(slot > ulong.MaxValue ? new Slot(ulong.MaxValue) : new Slot((ulong)slot)) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
