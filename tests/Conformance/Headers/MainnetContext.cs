using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Text;
using PoolTopology.Ledger.Eras;
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
        BlockHeader header = BlockHeader.Decode(
            Era.Babbage, RealHeaders.ReadHeader(item.GetProperty("file").GetString()!));
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

    private static HeaderError? Validate(JsonElement item, BlockHeader header, Hash28 pool, ulong counter)
    {
        Rational share = new(
            item.GetProperty("poolStake").GetUInt64(), item.GetProperty("totalActiveStake").GetUInt64());
        LedgerView view = new()
        {
            Era = header.Era,
            StakeDistribution = new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
                pool, new PoolStake(share, Digest.Blake2b256(header.VrfVerificationKey.Span)))),
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 90112,
            ProtocolVersion = new ProtocolVersion(7, 0),
        };
        PraosState state = Evolution.State(Parse(item, "epochNonce"), pool, counter);
        return HeaderValidator.ValidateProtocol(header, view, state, Networks.Parameters("mainnet"), Networks.Clock("mainnet"));
    }

    private static Nonce Parse(JsonElement item, string key) => new(Hash32.Parse(item.GetProperty(key).GetString()!));

    private static Hash28 PoolId(string bech32)
    {
        Assert.Null(Bech32.Decode(bech32, out _, out byte[] id));
        return new Hash28(id);
    }

    private static JsonDocument Read() => JsonDocument.Parse(VectorFiles.ReadBytes("headers/real/mainnet-context.json"));
}
