using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Schedule;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

public sealed class BlockForgeTests : IDisposable
{
    private readonly TestNetwork _network = TestNetwork.Create(
        new TestNetworkOptions { EpochLengthSlots = 100, SlotsPerKesPeriod = 150 });
    private readonly TestKeys _files = new(0);
    private readonly HotCredentials _keys;

    public BlockForgeTests() => _keys = _files.Read();

    public void Dispose()
    {
        _keys.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Forged_blocks_are_valid_across_epochs_and_kes_periods()
    {
        ChainState state = _network.Genesis;
        // Four epochs, three KES periods.
        for (ulong slot = 0; slot < 400; slot++)
        {
            if (!TestForge.IsLeader(_network, state.HeaderState, _network.Pools[0], new Slot(slot)))
                continue;
            Block block = Forge(state, new Slot(slot));
            PraosState ticked = NonceEvolution.Tick(state.PraosState, new Slot(slot), _network.Config.Clock);
            Assert.Null(HeaderValidator.Validate(
                block.Header,
                state.Tip,
                state.LedgerView,
                ticked,
                _network.Config.Parameters,
                _network.Config.Clock));
            (ChainState? next, BlockError? error) = _network.Rules.Apply(state, block, ApplyMode.Full);
            Assert.Null(error);
            state = next!;
        }
        Assert.True(state.Tip.BlockNo.Value > 80);
        Assert.Equal(2UL, _keys.KesPeriod.Value);
    }

    [Fact]
    public void Forged_block_is_the_one_that_the_kit_makes()
    {
        Slot slot = TestForge.NextLedSlot(
            _network, _network.Genesis.HeaderState, _network.Pools[0], new Slot(0));
        Assert.Equal(
            TestForge.Forge(_network, _network.Genesis.HeaderState, _network.Pools[0], slot),
            Forge(_network.Genesis, slot).StoredBytes.ToArray());
    }

    [Fact]
    public void Record_names_what_is_signed()
    {
        Slot slot = TestForge.NextLedSlot(
            _network, _network.Genesis.HeaderState, _network.Pools[0], new Slot(0));
        UnsignedBlock unsigned = Assemble(_network.Genesis, slot);
        Block block = Forge(_network.Genesis, slot);
        Assert.Equal(Digest.Blake2b256(block.Header.BodyBytes.Span), unsigned.Record.HeaderBodyHash);
        Assert.Equal(slot, unsigned.Record.Slot);
        Assert.Null(unsigned.Record.PrevHash);
    }

    private Block Forge(ChainState parent, Slot slot)
    {
        UnsignedBlock unsigned = Assemble(parent, slot);
        return BlockForge.Sign(unsigned, new SigningPermit(unsigned.Record), _keys);
    }

    private UnsignedBlock Assemble(ChainState parent, Slot slot) => BlockForge.Assemble(
        _keys,
        parent,
        slot,
        SlotLeadership.NonceAt(parent, slot, _network.Config)!.Value,
        _network.Config);
}
