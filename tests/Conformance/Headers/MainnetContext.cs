using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Text;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Headers;

/// <summary>headers/real/mainnet-context.json: leaders with their real stake, and steps of the nonces.</summary>
public class MainnetContext
{
    [VectorFact]
    public void The_babbage_leader_is_valid_with_its_stake_and_its_counter_rules_hold()
    {
        using JsonDocument file = Read();
        JsonElement item = file.RootElement.GetProperty("leader").EnumerateArray()
            .Single(l => l.GetProperty("protocol").GetString() == "praos");
        BlockHeader header = Decode(item, Era.Babbage);
        Assert.Equal(PoolId(item.GetProperty("pool").GetString()!), header.PoolId);
        foreach (JsonElement kes in item.GetProperty("kes").EnumerateArray())
        {
            JsonProperty counter = kes.GetProperty("counters").EnumerateObject().Single();
            HeaderError? error = Validate(item, header, PoolId(counter.Name), counter.Value.GetUInt64());
            if (kes.GetProperty("expect").GetString() == "valid")
                Assert.Null(error);
            else
                Assert.Equal(new HeaderError.CounterOverIncremented(header.PoolId, 9, 11), error);
        }
    }

    [VectorFact]
    public void The_genesis_delegate_of_the_first_shelley_block_is_valid_in_its_overlay_slot()
    {
        using JsonDocument file = Read();
        JsonElement item = Leader(file, "real/mainnet_block4490511.hex");
        Assert.Equal("1", item.GetProperty("decentralisation").GetString());
        ShelleyGenesis genesis = Networks.Genesis("mainnet");
        PraosState state = PraosState.Genesis(default, genesis) with { EpochNonce = Parse(item, "epochNonce") };
        LedgerView view = LedgerView.Genesis(genesis, Era.Shelley);
        BlockHeader first = Decode(item, Era.Shelley);
        Assert.Null(Validate(first, view, state));
        Assert.Equal(
            new HeaderError.InvalidVrf(VrfFault.InvalidProof, VrfUse.Nonce, first.Slot, Nonce.Neutral),
            Validate(first, view, state with { EpochNonce = Nonce.Neutral }));
        BlockHeader second = BlockHeader.Decode(Era.Shelley, RealHeaders.ReadHeader("real/mainnet_block4490512.hex"));
        Assert.Null(Validate(second, view, state));
        // The first block of the next epoch, with its nonce.
        JsonElement step = file.RootElement.GetProperty("nonceEvolution").EnumerateArray().Last();
        BlockHeader third = BlockHeader.Decode(
            Era.Shelley, RealHeaders.ReadHeader(step.GetProperty("header").GetString()!));
        Nonce nonce = new(Hash32.Parse(step.GetProperty("expectEpochNonce").GetString()!.Split(' ')[0]));
        Assert.Null(Validate(third, view, state with { EpochNonce = nonce }));
    }

    [VectorFact]
    public void The_shelley_pool_is_valid_with_its_stake_and_its_counter_rules_hold()
    {
        using JsonDocument file = Read();
        JsonElement item = Leader(file, "real/mainnet_block4556956.hex");
        BlockHeader header = Decode(item, Era.Shelley);
        Hash28 pool = PoolId(item.GetProperty("pool").GetString()!);
        Assert.Equal(pool, header.PoolId);
        PraosState state = Evolution.State(Parse(item, "epochNonce"));
        foreach (JsonElement kes in item.GetProperty("kes").EnumerateArray())
        {
            PraosState counted = state with
            {
                OperationalCertificateCounters = kes.GetProperty("counters").EnumerateObject()
                    .ToImmutableSortedDictionary(c => PoolId(c.Name), c => c.Value.GetUInt64()),
            };
            bool isActive = !kes.TryGetProperty("activePools", out _);
            HeaderError? expected = kes.GetProperty("expect").GetString() switch
            {
                "valid" => null,
                "invalid: counter too small (last 2, declared 1)" => new HeaderError.CounterTooSmall(pool, 2, 1),
                "invalid: no counter for the pool" => new HeaderError.NoCounterForIssuer(pool),
                string unknown => throw new FormatException(unknown),
                null => throw new FormatException("no expectation"),
            };
            Assert.Equal(expected, Validate(header, View(item, header, isActive), counted));
        }
        // With a stake of one in a billion the same output elects nobody.
        LedgerView poor = View(item, header, isActive: true, new Rational(1, 1_000_000_000));
        Assert.IsType<HeaderError.NotLeader>(Validate(header, poor, state));
    }

    [VectorFact]
    public void The_nonces_take_every_step_as_recorded()
    {
        using JsonDocument file = Read();
        PraosState? state = null;
        JsonElement[] steps = [.. file.RootElement.GetProperty("nonceEvolution").EnumerateArray()];
        Assert.Equal(3, steps.Length);
        foreach (JsonElement step in steps)
        {
            string header = step.GetProperty("header").GetString()!;
            BlockHeader decoded = BlockHeader.Decode(Era.Shelley, RealHeaders.ReadHeader(header));
            state = Before(step, state, decoded.Slot);
            PraosState ticked = NonceEvolution.Tick(state, decoded.Slot, Networks.Clock("mainnet"));
            state = NonceEvolution.Update(
                ticked, decoded, Networks.Clock("mainnet"), Networks.Parameters("mainnet"));
            Expect(step, "expectEpochNonce", ticked.EpochNonce);
            Expect(step, "expectEvolving", state.EvolvingNonce);
            Expect(step, "expectCandidate", state.CandidateNonce);
        }
    }

    private static PraosState Before(JsonElement step, PraosState? previous, Slot slot)
    {
        JsonElement before = step.GetProperty("before");
        if (before.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal("neutral", before.GetProperty("prevLab").GetString());
            return Evolution.State(Parse(before, "evolving")) with
            {
                LastSlot = new Slot(slot.Value - 1),
                CandidateNonce = Parse(before, "candidate"),
                LabNonce = Parse(before, "lab"),
            };
        }
        if (previous is not null)
            return previous;
        byte[] genesis = VectorFiles.ReadBytes("genesis/mainnet/genesis/shelley.json");
        // The first slot of Shelley follows the last of Byron: no epoch of Praos begins with it.
        return Evolution.State(new Nonce(Digest.Blake2b256(genesis))) with { LastSlot = slot };
    }

    private static void Expect(JsonElement step, string key, Nonce found)
    {
        if (step.TryGetProperty(key, out JsonElement expected))
            Assert.Equal(expected.GetString()!.Split(' ')[0], found.ToString());
    }

    private static HeaderError? Validate(JsonElement item, BlockHeader header, Hash28 pool, ulong counter) => Validate(
        header, View(item, header, isActive: true), Evolution.State(Parse(item, "epochNonce"), pool, counter));

    private static HeaderError? Validate(BlockHeader header, LedgerView view, PraosState state) =>
        HeaderValidator.ValidateProtocol(
            header, view, state, Networks.Parameters("mainnet"), Networks.Clock("mainnet"));

    private static LedgerView View(JsonElement item, BlockHeader header, bool isActive, Rational? stake = null)
    {
        Rational share = stake ?? new Rational(
            item.GetProperty("poolStake").GetUInt64(), item.GetProperty("totalActiveStake").GetUInt64());
        ImmutableSortedDictionary<Hash28, PoolStake> pools = ImmutableSortedDictionary<Hash28, PoolStake>.Empty;
        if (isActive)
            pools = pools.Add(header.PoolId, new PoolStake(share, Digest.Blake2b256(header.VrfVerificationKey.Span)));
        return new LedgerView
        {
            Era = header.Era,
            StakeDistribution = new StakeDistribution(pools),
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 90112,
            ProtocolVersion = new ProtocolVersion(7, 0),
            Decentralisation = item.TryGetProperty("decentralisation", out JsonElement d)
                ? Fraction(d.GetString()!)
                : Rational.Zero,
            GenesisDelegates = Networks.Genesis("mainnet").GenesisDelegates,
        };
    }

    private static Rational Fraction(string text)
    {
        string[] parts = text.Split('/');
        return new Rational(ulong.Parse(parts[0]), ulong.Parse(parts.Length > 1 ? parts[1] : "1"));
    }

    private static JsonElement Leader(JsonDocument file, string header) => file.RootElement.GetProperty("leader")
        .EnumerateArray().Single(l => l.GetProperty("file").GetString() == header);

    private static BlockHeader Decode(JsonElement item, Era era) =>
        BlockHeader.Decode(era, RealHeaders.ReadHeader(item.GetProperty("file").GetString()!));

    private static Nonce Parse(JsonElement item, string key) => new(Hash32.Parse(item.GetProperty(key).GetString()!));

    private static Hash28 PoolId(string bech32)
    {
        Assert.Null(Bech32.Decode(bech32, out _, out byte[] id));
        return new Hash28(id);
    }

    private static JsonDocument Read() => JsonDocument.Parse(VectorFiles.ReadBytes("headers/real/mainnet-context.json"));
}
