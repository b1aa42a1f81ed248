using System.Globalization;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Audit;

/// <summary>What machines remember of an audit log: a log that is cut at its end or deleted is whole only by its own word.</summary>
internal static class AuditAnchors
{
    /// <summary>Where a log ends; null where it is empty.</summary>
    /// <param name="log">The log.</param>
    /// <param name="identity">Tells its state directory from others.</param>
    public static AuditAnchor? Of(AuditLog log, string identity) => log.Entries is [.., var last]
        ? new AuditAnchor { Log = identity, Number = (ulong)last.Number, Hash = last.Hash }
        : null;

    /// <summary>In which way a log is not the one that machines remember; none where it is.</summary>
    /// <param name="entries">The log.</param>
    /// <param name="identity">Tells its state directory from others.</param>
    /// <param name="seen">The machines.</param>
    public static IEnumerable<string> Doubts(
        IReadOnlyList<AuditEntry> entries, string identity, IReadOnlyDictionary<string, ObservedMachine> seen)
    {
        foreach ((string machine, ObservedMachine observed) in seen.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (observed.Anchors.FirstOrDefault(anchor => anchor.Log == identity) is not { Number: > 0 } told)
                continue;
            if (told.Number > (ulong)entries.Count)
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{machine} was told of line {told.Number} of the audit log, which has {entries.Count}: it was cut or deleted");
            else if (entries[(int)told.Number - 1].Hash != told.Hash)
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{machine} was told of another line {told.Number} of the audit log: it was written anew");
        }
    }
}
