using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Who may change the machine: the highest token that it has seen, and nobody beside the lock's holder.</summary>
internal static class FenceRule
{
    /// <summary>Why a claim is not good; null where it is.</summary>
    public static Refusal? Check(AgentState state, Claim claim, BootInstant now)
    {
        if (claim.Holder.Length is 0 or > LockRule.MaximumTextLength || claim.Token < 1)
            return new Refusal(
                Refused.Types.Code.BadRequest, "a change needs a fence: who makes it, and a token of at least 1");
        if (claim.Token < state.TokenSeen)
            return new Refusal(
                Refused.Types.Code.StaleFence,
                $"token {claim.Token} is out of date: this machine has seen {state.TokenSeen}; somebody else has taken over")
            {
                Token = state.TokenSeen,
                Lock = state.Lock,
            };
        return state.Lock is { } held && held.Holder != claim.Holder && held.IsLive(now)
            ? LockRule.Held(held, now)
            : null;
    }

    /// <summary>What must be on disk before the claim is acted on; null where it is there.</summary>
    public static JournalEntry? Remember(AgentState state, Claim claim) =>
        claim.Token > state.TokenSeen ? new TokenSeen(claim.Token) : null;
}
