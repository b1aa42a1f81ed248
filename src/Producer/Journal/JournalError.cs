using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>Why the forge journal does not allow a signature.</summary>
internal abstract record JournalError
{
    private JournalError()
    {
    }

    /// <summary>One sentence for the operator.</summary>
    public abstract string Message { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Message;

    /// <summary>A block for this slot, or a later one, was or may have been signed already.</summary>
    internal sealed record SlotUsed(Slot Slot, Slot Watermark) : JournalError
    {
        public override string Message =>
            $"slot {Slot} is not above slot {Watermark}, the last one that the forge journal gave away; " +
            "signing it could make a second block for one slot";
    }

    /// <summary>Another process holds the journal: it forges with these keys.</summary>
    internal sealed record InUse(string Path) : JournalError
    {
        public override string Message =>
            $"{Path} is held by another process: a producer with these keys is running on this machine already";
    }

    /// <summary>The journal of another pool.</summary>
    internal sealed record OtherPool(Hash28 Found, Hash28 Expected) : JournalError
    {
        public override string Message =>
            $"the forge journal belongs to pool {Found}, not to pool {Expected}; name another file for this pool";
    }

    /// <summary>Bytes that no crash can leave behind: a damaged disk or another file.</summary>
    internal sealed record Damaged(long Offset) : JournalError
    {
        public override string Message =>
            $"the forge journal is damaged at byte {Offset}, before its end: what was signed is unknown. Restore the " +
            "file, or move it away once no slot of its time can come again";
    }

    /// <summary>The disk refused: full, read-only, failing.</summary>
    internal sealed record DiskRefused(string Reason) : JournalError
    {
        public override string Message => $"the forge journal cannot be written ({Reason}), so nothing is signed";
    }

    /// <summary>A write failed before, and what the disk holds is unknown until the journal is opened again.</summary>
    internal sealed record Unusable(string Reason) : JournalError
    {
        public override string Message =>
            $"the forge journal failed earlier ({Reason}) and must be opened again: send SIGHUP when the disk is in order";
    }
}
