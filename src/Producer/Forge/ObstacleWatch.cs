using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>Notices what is worth a log line: changes, not states.</summary>
internal sealed class ObstacleWatch
{
    /// <summary>From so many remaining periods on, each new period is worth a warning.</summary>
    /// <remarks>Spec: cardano-node warns at 7 remaining periods and alerts at 1.</remarks>
    public const ulong PeriodsToWarn = 7;

    private bool _hasSpoken;
    private string? _last;
    private KesPeriod? _lastWarned;

    /// <summary>Whether the obstacle is another one than before, or has gone.</summary>
    public bool IsNews(CouldNotForge? obstacle)
    {
        // Numbers in a sentence may change with every slot; the kind of obstacle is what counts.
        string? kind = obstacle is CouldNotForge.NoCredentials or CouldNotForge.JournalRefused
            ? obstacle.Message
            : obstacle?.GetType().Name;
        if (_hasSpoken && kind == _last)
            return false;
        _hasSpoken = true;
        _last = kind;
        return true;
    }

    /// <summary>Whether to warn of the certificate's end; once in each period.</summary>
    public KesWarning JudgeKes(ForgingReport report, CouldNotForge? obstacle)
    {
        if (report.PoolId.Length == 0 || obstacle is CouldNotForge.CertificateNotValid || report.KesPeriod == _lastWarned)
            return KesWarning.None;
        ulong remaining = report.KesExpiryPeriod.Value - report.KesPeriod.Value;
        if (remaining > PeriodsToWarn)
            return KesWarning.None;
        _lastWarned = report.KesPeriod;
        return remaining == 1 ? KesWarning.Last : KesWarning.Ending;
    }
}
