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
        : GovernanceAction
    {
        /// <summary>Same withdrawals and script.</summary>
        public bool Equals(WithdrawTreasury? other) => other is not null
            && GuardrailsScriptHash == other.GuardrailsScriptHash && Withdrawals.SequenceEqual(other.Withdrawals);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(GuardrailsScriptHash);
            foreach (Withdrawal withdrawal in Withdrawals)
                hash.Add(withdrawal);
            return hash.ToHashCode();
        }
    }

    /// <summary>3: dismisses the committee.</summary>
    public sealed record DeclareNoConfidence(GovernanceActionId? Previous) : GovernanceAction;

    /// <summary>4: changes members and threshold of the committee.</summary>
    public sealed record UpdateCommittee(
        GovernanceActionId? Previous,
        ImmutableArray<Credential> Removed,
        ImmutableArray<CommitteeMember> Added,
        Rational Threshold) : GovernanceAction
    {
        /// <summary>Same members and threshold.</summary>
        public bool Equals(UpdateCommittee? other) => other is not null
            && Previous == other.Previous
            && Threshold == other.Threshold
            && Removed.SequenceEqual(other.Removed)
            && Added.SequenceEqual(other.Added);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add((Previous, Threshold));
            foreach (Credential member in Removed)
                hash.Add(member);
            foreach (CommitteeMember member in Added)
                hash.Add(member);
            return hash.ToHashCode();
        }
    }

    /// <summary>5: replaces the constitution.</summary>
    public sealed record ReplaceConstitution(GovernanceActionId? Previous, Constitution Constitution)
        : GovernanceAction;

    /// <summary>6: says something.</summary>
    public sealed record Inform : GovernanceAction;
}
