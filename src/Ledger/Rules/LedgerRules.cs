using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A block of another era than the ledger is in.</summary>
    public sealed record BlockOfOtherEra(Era Found, Era Expected) : LedgerError;
}

/// <summary>The ledger's rules: from genesis, through time, across blocks.</summary>
/// <remarks>
/// Pure: what comes out depends on what goes in and on the configuration. Safe to share between threads; a chain is
/// taken block by block, on one thread at a time.
/// Headers are not looked at beyond slot and issuer, and neither are the size and hash of the body: those are
/// consensus's. Signatures become obligations, which the caller checks.
/// </remarks>
public sealed class LedgerRules(LedgerConfig config)
{
    /// <summary>What the network is configured to.</summary>
    public LedgerConfig Config { get; } = config;

    /// <summary>What all pots, accounts and outputs hold together, at any time.</summary>
    public Coin Supply => GenesisState.SupplyOf(Config);

    /// <summary>The state before the first block, in the era that the configuration starts in.</summary>
    /// <exception cref="GenesisException">The genesis files contradict each other.</exception>
    /// <exception cref="InvariantException">The chain starts in Byron, whose rules are not here.</exception>
    public LedgerState Genesis() => GenesisState.Build(Config);

    /// <summary>The state at a slot before its block: epochs end, rewards are computed, eras change.</summary>
    /// <exception cref="InvariantException">The slot lies in an epoch before the state's.</exception>
    public LedgerState Tick(LedgerState state, Slot slot)
    {
        ArgumentNullException.ThrowIfNull(state);
        return TickRule.Apply(state, slot, Config);
    }

    /// <summary>The state after a block, or why there is none. Exactly one of the two is null.</summary>
    /// <param name="ticked">The state, ticked to the block's slot.</param>
    /// <param name="block">The block, whose header was validated.</param>
    /// <param name="obligations">Where the signatures of its transactions go.</param>
    /// <exception cref="CborException">A transaction is malformed.</exception>
    public (LedgerState? Next, LedgerError? Error) ApplyBlock(
        LedgerState ticked, Block block, WitnessObligations obligations)
    {
        ArgumentNullException.ThrowIfNull(ticked);
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(obligations);
        if (block.Era != ticked.Era)
            return (null, new LedgerError.BlockOfOtherEra(block.Era, ticked.Era));
        ImmutableArray<Transaction> transactions = block.Transactions;
        if (BlockExecutionUnitsRule.Check(transactions, ticked.Era, ticked.Parameters) is LedgerError tooMany)
            return (null, tooMany);
        Slot slot = block.Header.Slot;
        (LedgerState? next, LedgerError? error) = LedgersRule.Apply(ticked, transactions, slot, Config, obligations);
        return next is null ? (null, error) : (CountBlock(next, block.Header), null);
    }

    // Blocks in overlay slots are nobody's merit.
    private LedgerState CountBlock(LedgerState state, BlockHeader header)
    {
        if (OverlaySlots.Contains(header.Slot, Config.FirstSlotOf(state.Epoch), state.Parameters.Decentralisation))
            return state;
        ulong count = state.BlocksMade.Find(header.PoolId, 0);
        return state with { BlocksMade = state.BlocksMade.Set(header.PoolId, checked(count + 1)) };
    }
}
