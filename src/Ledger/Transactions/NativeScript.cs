using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A script of signatures, thresholds and time locks, as a tree.</summary>
/// <remarks>
/// Invariant: at most <see cref="DepthMax"/> levels. That is deeper than a thread's stack may reach: walk it with a stack of
/// your own, never by recursion.
/// Time locks are Allegra's: half-open intervals.
/// </remarks>
public abstract record NativeScript
{
    /// <summary>
    /// The greatest nesting that is read: more than fits a transaction, since a level takes three bytes.
    /// </summary>
    public const int DepthMax = 8192;

    private NativeScript()
    {
    }

    /// <summary>Satisfied when the holder of the key signs.</summary>
    public sealed record Signature(Hash28 KeyHash) : NativeScript;

    /// <summary>Satisfied when all are.</summary>
    public sealed record All(ImmutableArray<NativeScript> Scripts) : NativeScript;

    /// <summary>Satisfied when one is.</summary>
    public sealed record Any(ImmutableArray<NativeScript> Scripts) : NativeScript;

    /// <summary>Satisfied when so many are; a count of zero or less always is.</summary>
    public sealed record AtLeast(long Count, ImmutableArray<NativeScript> Scripts) : NativeScript;

    /// <summary>Satisfied when the transaction's validity starts at this slot or later.</summary>
    public sealed record InvalidBefore(Slot Slot) : NativeScript;

    /// <summary>Satisfied when the transaction's validity ends at this slot or before.</summary>
    public sealed record InvalidHereafter(Slot Slot) : NativeScript;
}
