namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>A delegated representative: a credential, or one of the two standing answers.</summary>
public abstract record DRep
{
    private DRep()
    {
    }

    /// <summary>The one value of <see cref="Abstain"/>.</summary>
    public static DRep AlwaysAbstain { get; } = new Abstain();

    /// <summary>The one value of <see cref="NoConfidence"/>.</summary>
    public static DRep AlwaysNoConfidence { get; } = new NoConfidence();

    /// <summary>A registered representative.</summary>
    public sealed record OfCredential(Credential Credential) : DRep;

    /// <summary>Counts for nothing.</summary>
    public sealed record Abstain : DRep;

    /// <summary>Counts against the committee.</summary>
    public sealed record NoConfidence : DRep;
}
