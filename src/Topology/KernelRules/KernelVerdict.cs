namespace PoolTopology.Topology.KernelRules;

/// <summary>What a rule does with a packet that it matches.</summary>
public abstract record KernelVerdict
{
    private KernelVerdict()
    {
    }

    /// <summary>Lets it pass this chain; chains of other tables are still asked.</summary>
    public sealed record Accept : KernelVerdict;

    /// <summary>Ends it, without a word or with a refusal.</summary>
    /// <param name="IsAnswered">Whether the sender is told.</param>
    public sealed record Drop(bool IsAnswered) : KernelVerdict;

    /// <summary>Goes on with the next rule.</summary>
    public sealed record GoOn : KernelVerdict;

    /// <summary>Goes back to the calling chain, or to the policy.</summary>
    public sealed record GoBack : KernelVerdict;

    /// <summary>Asks another chain, then goes on here.</summary>
    /// <param name="Chain">Its name in the same table.</param>
    public sealed record Jump(string Chain) : KernelVerdict;

    /// <summary>Asks another chain instead of the rest of this one.</summary>
    /// <param name="Chain">Its name in the same table.</param>
    public sealed record JumpForGood(string Chain) : KernelVerdict;
}
