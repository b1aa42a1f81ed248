using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>The outcome of opening a forge journal.</summary>
internal abstract record JournalOpening
{
    private JournalOpening()
    {
    }

    /// <summary>Open, locked, its watermark known.</summary>
    /// <param name="Journal">The caller disposes it.</param>
    /// <param name="Watermark">The highest slot that was given away; null when none was.</param>
    /// <param name="TornBytes">What a crash left of a record that was never durable, and so never signed; 0 is usual.</param>
    internal sealed record Opened(ForgeJournal Journal, Slot? Watermark, int TornBytes) : JournalOpening;

    /// <summary>Not open; nothing may be signed.</summary>
    internal sealed record Refused(JournalError Error) : JournalOpening;
}
