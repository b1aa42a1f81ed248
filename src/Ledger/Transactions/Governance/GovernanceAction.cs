using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>What a proposal would do.</summary>
/// <remarks>Spec: Conway CDDL <c>gov_action</c>; the number before each is noted with it.</remarks>
public abstract record GovernanceAction
{
    private GovernanceAction()
    {
    }

    /// <summary>0: changes protocol parameters.</summary>
    public sealed record ChangeParameters(
        GovernanceActionId? Previous, ProtocolParameterUpdate Update, Hash28? GuardrailsScriptHash) : GovernanceAction;

    /// <summary>1: starts a hard fork.</summary>
    public sealed record InitiateHardFork(GovernanceActionId? Previous, ProtocolVersion Version) : GovernanceAction;

    /// <summary>2: pays from the treasury; sorted by account, each once.</summary>
    public sealed record WithdrawTreasury(ImmutableArray<Withdrawal> Withdrawals, Hash28? GuardrailsScriptHash)
        : GovernanceAction;

    /// <summary>3: dismisses the committee.</summary>
    public sealed record DeclareNoConfidence(GovernanceActionId? Previous) : GovernanceAction;

    /// <summary>4: changes members and threshold of the committee.</summary>
    public sealed record UpdateCommittee(
        GovernanceActionId? Previous,
        ImmutableArray<Credential> Removed,
        ImmutableArray<CommitteeMember> Added,
        Rational Threshold) : GovernanceAction;

    /// <summary>5: replaces the constitution.</summary>
    public sealed record ReplaceConstitution(GovernanceActionId? Previous, Constitution Constitution)
        : GovernanceAction;

    /// <summary>6: says something.</summary>
    public sealed record Inform : GovernanceAction;
}
