using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Nonces;

public class NonceEvolutionTests
{
    // k = 5, f = 1/2: windows of 40 slots (4k/f, Conway) and 30 (3k/f, Babbage) before the end of epochs of 200.
    private static readonly TestNetwork Network = TestNetwork.Create();

    private static readonly PraosState Five = Network.Genesis.PraosState with
    {
        LastSlot = new Slot(150),
        EvolvingNonce = Of('1'),
        CandidateNonce = Of('2'),
        EpochNonce = Of('3'),
        LabNonce = Of('4'),
        LastEpochBlockNonce = Of('5'),
    };

    [Fact]
    public void Genesis_takes_its_nonces_from_the_genesis_file()
    {
        PraosState genesis = Network.Genesis.PraosState;
        Nonce initial = new(Network.Config.GenesisHash);
        Assert.Equal((initial, initial, initial), (genesis.EvolvingNonce, genesis.CandidateNonce, genesis.EpochNonce));
        Assert.Equal((Nonce.Neutral, Nonce.Neutral), (genesis.LabNonce, genesis.LastEpochBlockNonce));
        Assert.Null(genesis.LastSlot);
        Assert.Equal(new Hash32(PoolTopology.Crypto.Blake2.Blake2b.Hash256(Network.GenesisFile)), Network.Config.GenesisHash);
    }

    [Theory]
    [InlineData(151)]
    [InlineData(199)]
    public void Tick_within_an_epoch_changes_nothing(ulong slot) => Assert.Same(Five, Tick(Five, slot));

    [Theory]
    [InlineData(200)]
    [InlineData(399)]
    [InlineData(1000)]
    public void Tick_into_a_later_epoch_takes_one_step_however_many_are_skipped(ulong slot)
    {
        PraosState ticked = Tick(Five, slot);
        Assert.Equal(Five with
        {
            EpochNonce = Nonce.Combine(Of('2'), Of('5')),
            LastEpochBlockNonce = Of('4'),
        }, ticked);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(199, false)]
    [InlineData(200, true)]
    public void Before_the_first_block_epoch_0_is_the_last_epoch(ulong slot, bool isNew) =>
        Assert.Equal(isNew, !ReferenceEquals(Network.Genesis.PraosState, Tick(Network.Genesis.PraosState, slot)));

    [Theory]
    [InlineData(Era.Conway, 159, true)]
    [InlineData(Era.Conway, 160, false)]
    [InlineData(Era.Babbage, 169, true)]
    [InlineData(Era.Babbage, 170, false)]
    public void The_candidate_follows_until_its_window(Era era, ulong slot, bool follows)
    {
        BlockHeader header = Header(era, slot);
        PraosState after = Update(Five, header);
        Nonce evolving = Nonce.Combine(Of('1'), VrfRanges.NonceValue(header.VrfOutput.Span));
        Assert.Equal(evolving, after.EvolvingNonce);
        Assert.Equal(follows ? evolving : Of('2'), after.CandidateNonce);
        Assert.Equal((Of('3'), Of('5')), (after.EpochNonce, after.LastEpochBlockNonce));
    }

    [Fact]
    public void Update_remembers_slot_previous_hash_and_counter()
    {
        BlockHeader header = Header(Era.Conway, 155);
        PraosState after = Update(Five, header);
        Assert.Equal(new Slot(155), after.LastSlot);
        Assert.Equal(Nonce.OfPrevHash(header.PrevHash), after.LabNonce);
        Assert.Equal(0ul, after.OperationalCertificateCounters[header.PoolId]);
        Assert.Empty(Five.OperationalCertificateCounters);
    }

    [Fact]
    public void A_slot_at_the_end_of_all_slots_overflows_nothing() =>
        Assert.Equal(new Slot(ulong.MaxValue), Update(Five, Header(Era.Conway, ulong.MaxValue)).LastSlot);

    [Fact]
    public void Three_epochs_of_blocks_agree_with_a_plain_fold()
    {
        Nonce evolving = new(Network.Config.GenesisHash), candidate = evolving, epoch = evolving;
        Nonce lab = Nonce.Neutral, lastEpochBlock = Nonce.Neutral;
        ulong lastEpoch = 0;
        foreach ((byte[] stored, ChainState after) in TestForge.Extend(Network, Network.Genesis, 400))
        {
            BlockHeader header = Block.Decode(stored).Header;
            ulong now = header.Slot.Value / 200;
            if (now > lastEpoch)
                (epoch, lastEpochBlock) = (Nonce.Combine(candidate, lastEpochBlock), lab);
            lastEpoch = now;
            evolving = Nonce.Combine(evolving, VrfRanges.NonceValue(header.VrfOutput.Span));
            if ((header.Slot.Value % 200) + 40 < 200)
                candidate = evolving;
            lab = Nonce.OfPrevHash(header.PrevHash);
            Assert.Equal(
                (evolving, candidate, epoch, lab, lastEpochBlock),
                (after.PraosState.EvolvingNonce, after.PraosState.CandidateNonce, after.PraosState.EpochNonce,
                    after.PraosState.LabNonce, after.PraosState.LastEpochBlockNonce));
        }
        Assert.True(lastEpoch >= 3);
    }

    private static PraosState Tick(PraosState state, ulong slot) =>
        NonceEvolution.Tick(state, new Slot(slot), Network.Config.Clock);

    private static PraosState Update(PraosState state, BlockHeader header) =>
        NonceEvolution.Update(state, header, Network.Config.Clock, Network.Config.Parameters);

    private static BlockHeader Header(Era era, ulong slot) => BlockHeader.Decode(era, TestForge.ForgeHeader(
        Network, Network.Genesis.HeaderState, Network.Pools[0], new Slot(slot),
        fields => fields with { PrevHash = Hash32.Parse(new string('9', 64)) }));

    private static Nonce Of(char digit) => new(Hash32.Parse(new string(digit, 64)));
}
