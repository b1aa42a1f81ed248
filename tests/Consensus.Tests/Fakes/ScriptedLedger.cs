using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Tests.Fakes;

/// <summary>A ledger that says of each epoch what the test wants, and takes every body.</summary>
internal sealed record ScriptedLedger(Func<EpochNo, LedgerView> ViewOf, SlotClock Clock) : IChainLedger
{
    /// <summary>Its slot.</summary>
    public Slot Slot { get; init; }

    /// <summary>How many blocks were applied.</summary>
    public int Blocks { get; init; }

    /// <summary>How far it can be asked ahead.</summary>
    public ulong HorizonSlots { get; init; } = ulong.MaxValue;

    /// <summary>What it says to a body instead of taking it.</summary>
    public BlockError? Refusal { get; init; }

    /// <summary>What each body leaves to check.</summary>
    public ImmutableArray<SignatureObligation> Owed { get; init; } = [];

    public LedgerView View => ViewOf(Clock.EpochOf(Slot));

    public LedgerView? ViewAt(Slot slot) =>
        slot.Value - Slot.Value > HorizonSlots ? null : ViewOf(Clock.EpochOf(slot));

    public bool Reaches(Slot slot) => ViewAt(slot) is not null;

    public IChainLedger Tick(Slot slot) => this with { Slot = slot };

    public LedgerStep ApplyBlock(Block block, ApplyMode mode) => Refusal is not null && mode == ApplyMode.Full
        ? LedgerStep.Refused(Refusal)
        : LedgerStep.Applied(this with { Blocks = Blocks + 1 }, mode == ApplyMode.Full ? Owed : []);
}
