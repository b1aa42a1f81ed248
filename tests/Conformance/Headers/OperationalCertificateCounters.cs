using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Eras;
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

/// <summary>headers/opcert-counters: what nodes remembered of all pools at one slot, with the nonces there.</summary>
public class OperationalCertificateCounters
{
    [VectorFact]
    public void Every_counter_has_its_pool()
    {
        foreach ((string network, ulong slot, int pools) in
            new[] { ("mainnet", 134_092_758ul, 3_000), ("preview", 86_399_953ul, 300) })
            Assert.True(Counters(network, slot).Count >= pools);
    }

    // The headers of the epoch after the recording continue both: the counters by the rule, the nonces into their VRF.
    [VectorFact]
    public void The_headers_that_follow_are_valid_under_the_recorded_state()
    {
        SlotClock clock = Networks.Clock("mainnet");
        string[][] rows = [.. VectorFiles.ReadText("headers/real/index.tsv").Split('\n').Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('\t'))
            .Where(r => r[1] == "mainnet" && clock.EpochOf(new Slot(ulong.Parse(r[3]))) == new EpochNo(508))];
        PraosState recorded = Recorded("mainnet", 134_092_758);
        VectorRun.All("headers/opcert-counters", rows, r => r[3], row =>
        {
            BlockHeader header = BlockHeader.Decode(Era.Conway, RealHeaders.ReadHeader(row[0]));
            PraosState ticked = NonceEvolution.Tick(recorded, header.Slot, clock);
            return HeaderValidator.ValidateProtocol(
                header, View(header), ticked, Networks.Parameters("mainnet"), clock)?.ToString();
        }, atLeast: 1);
    }

    private static PraosState Recorded(string network, ulong slot)
    {
        using JsonDocument file = JsonDocument.Parse(
            VectorFiles.ReadBytes($"headers/opcert-counters/{network}-{slot}.nonces.json"));
        Nonce Of(string key) => new(Hash32.Parse(file.RootElement.GetProperty(key).GetString()!));
        return new PraosState
        {
            LastSlot = new Slot(file.RootElement.GetProperty("slot").GetUInt64()),
            OperationalCertificateCounters = Counters(network, slot),
            EvolvingNonce = Of("evolving"),
            CandidateNonce = Of("candidate"),
            EpochNonce = Of("active"),
            LabNonce = Of("lab"),
            LastEpochBlockNonce = Of("prev_lab"),
        };
    }

    private static ImmutableSortedDictionary<Hash28, ulong> Counters(string network, ulong slot) =>
        VectorFiles.ReadText($"headers/opcert-counters/{network}-{slot}.csv").Split('\n').Skip(1)
            .Where(l => l.Length > 0)
            .Select(l => l.Trim().Split(',').Select(field => field.Trim('"')).ToArray())
            .ToImmutableSortedDictionary(fields => PoolId(fields[0]), fields => ulong.Parse(fields[1]));

    private static Hash28 PoolId(string bech32)
    {
        Assert.Null(Bech32.Decode(bech32, out _, out byte[] id));
        return new Hash28(id);
    }

    private static LedgerView View(BlockHeader header) => new()
    {
        Era = header.Era,
        StakeDistribution = new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
            header.PoolId, new PoolStake(Rational.One, Digest.Blake2b256(header.VrfVerificationKey.Span)))),
        MaxHeaderSizeBytes = 1100,
        MaxBodySizeBytes = 90112,
        ProtocolVersion = new ProtocolVersion(10, 0),
    };
}
