namespace PoolTopology.Producer.Journal;

/// <summary>The journal's answer to a block that wants to be signed.</summary>
internal abstract record JournalGrant
{
    private JournalGrant()
    {
    }

    /// <summary>The slot is durably recorded; this one header may be signed.</summary>
    internal sealed record Granted(SigningPermit Permit) : JournalGrant;

    /// <summary>Nothing may be signed for this slot.</summary>
    internal sealed record Refused(JournalError Error) : JournalGrant;
}
