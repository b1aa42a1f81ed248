using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>headers/generated-chain: a tree of headers whose pools' secret keys are known.</summary>
public class GeneratedChain
{
    [VectorFact]
    public void Every_header_decodes_validates_and_is_forged_again_to_the_same_bytes()
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes("headers/generated-chain/chain.json"));
        JsonElement root = file.RootElement.Clone();
        JsonElement[] pools = [.. root.GetProperty("stakePools").GetProperty("spos").EnumerateArray()];
        JsonElement[] tree = [.. root.GetProperty("stakePools").GetProperty("chains").EnumerateArray()];
        Dictionary<string, Tip> tips = tree.Select(i => BlockHeader.Decode(Era.Conway, Hex(i, "header")).Tip)
            .ToDictionary(tip => tip.Point.Hash.ToString());
        VectorRun.All(
            "headers/generated-chain",
            tree,
            item => item.GetProperty("hash").GetString()!,
            item => Check(item, root.GetProperty("context"), pools, tips),
            atLeast: 48);
    }

    private static string? Check(
        JsonElement item, JsonElement context, JsonElement[] pools, Dictionary<string, Tip> tips)
    {
        byte[] bytes = Hex(item, "header");
        BlockHeader header = BlockHeader.Decode(Era.Conway, bytes);
        string? parent = item.GetProperty("parent").GetString();
        if (header.Hash.ToString() != item.GetProperty("hash").GetString()
            || header.Slot.Value != item.GetProperty("slot").GetUInt64()
            || header.BlockNo.Value != item.GetProperty("height").GetUInt64()
            || (parent is not null && header.PrevHash?.ToString() != parent))
            return "hash, slot, height or parent differ";
        Nonce nonce = new(Hash32.Parse(context.GetProperty("nonce").GetString()!));
        PraosState state = Evolution.State(nonce) with { OperationalCertificateCounters = Counters(pools) };
        Tip tip = parent is not null && tips.TryGetValue(parent, out Tip known) ? known : Tip.Genesis;
        HeaderError? error =
            (tip.IsGenesis ? null : HeaderValidator.ValidateEnvelope(header, tip, View(pools), Parameters(context)))
            ?? HeaderValidator.ValidateProtocol(header, View(pools), state, Parameters(context), Evolution.AnyClock);
        if (error is not null)
            return error.ToString();
        JsonElement issuer = pools.Single(p => p.GetProperty("poolId").GetString() == header.PoolId.ToString());
        return ForgedAgain(header, Pool(issuer), nonce).AsSpan().SequenceEqual(bytes)
            ? null
            : "forged again, the header has other bytes";
    }

    private static byte[] ForgedAgain(BlockHeader header, TestPool pool, Nonce nonce)
    {
        OperationalCertificate given = header.OperationalCertificate;
        VrfCertificate vrf = pool.Prove(VrfRanges.Input(header.Slot, nonce).ToArray());
        byte[] body = ConwayBlockEncoder.EncodeHeaderBody(new HeaderFields
        {
            Shape = HeaderShape.Praos,
            BlockNo = header.BlockNo,
            Slot = header.Slot,
            PrevHash = header.PrevHash,
            IssuerVerificationKey = pool.ColdVerificationKey,
            VrfVerificationKey = pool.VrfVerificationKey,
            NonceVrf = vrf,
            LeaderVrf = vrf,
            BodySizeBytes = header.BodySizeBytes,
            BodyHash = header.BodyHash,
            OperationalCertificate = pool.Certify(given.Counter, given.StartKesPeriod),
            ProtocolVersion = header.ProtocolVersion,
        });
        return ConwayBlockEncoder.EncodeHeader(body, pool.SignKes(0, body));
    }

    private static TestPool Pool(JsonElement pool) =>
        new(Hex(pool, "coldSignKey"), Hex(pool, "vrfSignKey"), Hex(pool, "kesSignKey"));

    private static ImmutableSortedDictionary<Hash28, ulong> Counters(JsonElement[] pools) =>
        pools.ToImmutableSortedDictionary(PoolId, p => p.GetProperty("ocertCounter").GetUInt64());

    private static LedgerView View(JsonElement[] pools) => new()
    {
        Era = Era.Conway,
        StakeDistribution = new StakeDistribution(pools.ToImmutableSortedDictionary(PoolId, p =>
        {
            JsonElement stake = p.GetProperty("individualStake");
            JsonElement share = stake.GetProperty("individualPoolStake");
            return new PoolStake(
                new Rational(share.GetProperty("numerator").GetUInt64(), share.GetProperty("denominator").GetUInt64()),
                Hash32.Parse(stake.GetProperty("individualPoolStakeVrf").GetString()!));
        })),
        MaxHeaderSizeBytes = 1100,
        MaxBodySizeBytes = 90112,
        ProtocolVersion = new ProtocolVersion(10, 0),
    };

    private static ConsensusParameters Parameters(JsonElement context) => new()
    {
        ActiveSlotCoefficient = new ActiveSlotCoefficient(
            Rational.ParseDecimal(context.GetProperty("activeSlotCoeff").GetRawText())),
        SecurityParameter = 2160,
        SlotsPerKesPeriod = context.GetProperty("praosSlotsPerKESPeriod").GetUInt64(),
        MaxKesEvolutions = context.GetProperty("praosMaxKESEvo").GetUInt64(),
    };

    private static Hash28 PoolId(JsonElement pool) => Hash28.Parse(pool.GetProperty("poolId").GetString()!);

    private static byte[] Hex(JsonElement item, string key) => Convert.FromHexString(item.GetProperty(key).GetString()!);
}
