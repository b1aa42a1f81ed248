using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>headers/real: headers of the public networks, with the nonces that their nodes had.</summary>
public class RealHeaders
{
    [VectorFact]
    public void All_decode_hash_and_verify_with_their_epochs_nonce()
    {
        string[] rows = [.. VectorFiles.ReadText("headers/real/index.tsv").Split('\n').Skip(1).Where(l => l.Length > 0)];
        VectorRun.All("headers/real", rows, row => row.Split('\t')[0], Check, atLeast: 20);
    }

    [VectorFact]
    public void Both_sides_of_an_epoch_boundary_are_checked_with_a_known_nonce()
    {
        string[][] rows = [.. VectorFiles.ReadText("headers/real/index.tsv").Split('\n').Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('\t')).Where(r => r[2] == "conway")];
        foreach (string network in new[] { "preprod", "preview" })
        {
            string[] sides = [.. rows.Where(r => r[1] == network)
                .Select(r => SideOf(network, new Slot(ulong.Parse(r[3])))).OfType<string>().Distinct()];
            Xunit.Assert.Equal(2, sides.Length);
        }
    }

    private static string? Check(string row)
    {
        string[] columns = row.Split('\t');
        (string file, string network, string era, string slot, string height, string hash) =
            (columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
        byte[] bytes = ReadHeader(file);
        BlockHeader header = BlockHeader.Decode(Enum.Parse<Era>(era, ignoreCase: true), bytes);
        if (header.Hash.ToString() != hash || header.Slot.ToString() != slot || header.BlockNo.ToString() != height
            || header.PrevHash?.ToString() != columns[6])
            return $"hash, slot, height or previous hash differ: {header.Hash} {header.Slot} {header.BlockNo}";
        if (SignatureChecks.Check(header, Networks.Parameters(network)) is string fault)
            return fault;
        return EpochNonceOf(network, header.Slot) is Nonce nonce && header.Era >= Era.Babbage
            ? Validate(header, network, nonce)
            : null;
    }

    private static string? Validate(BlockHeader header, string network, Nonce nonce)
    {
        LedgerView view = new()
        {
            Era = header.Era,
            StakeDistribution = new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
                header.PoolId,
                new PoolStake(Rational.One, Digest.Blake2b256(header.VrfVerificationKey.Span)))),
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 90112,
            ProtocolVersion = new ProtocolVersion(10, 0),
        };
        PraosState state = Evolution.State(nonce, header.PoolId, header.OperationalCertificate.Counter);
        if (HeaderValidator.ValidateProtocol(header, view, state, Networks.Parameters(network), Networks.Clock(network)) is HeaderError error)
            return error.ToString();
        PraosState wrong = state with { EpochNonce = Nonce.Combine(nonce, nonce) };
        return HeaderValidator.ValidateProtocol(header, view, wrong, Networks.Parameters(network), Networks.Clock(network))
            is HeaderError.InvalidVrf
            ? null
            : "the VRF proof holds for another nonce too";
    }

    private static Nonce? EpochNonceOf(string network, Slot slot)
    {
        JsonElement nonces = Nonces(network);
        Nonce active = Of(nonces, "active"), candidate = Of(nonces, "candidate");
        // "tail" names the last block of the epoch before; the protocol mixes in that block's previous hash.
        Nonce tail = Nonce.OfPrevHash(PrevHashOf(Hash32.Parse(nonces.GetProperty("tail").GetString()!)));
        return SideOf(network, slot) switch
        {
            "before" => active,
            "after" => Nonce.Combine(candidate, tail),
            _ => null,
        };
    }

    private static Hash32? PrevHashOf(Hash32 hash) => VectorFiles.ReadText("headers/real/index.tsv").Split('\n').Skip(1)
        .Select(l => l.Split('\t'))
        .Where(r => r.Length > 6 && r[5] == hash.ToString())
        .Select(r => (Hash32?)Hash32.Parse(r[6]))
        .FirstOrDefault();

    // The file's nonces are those of the last block of an epoch.
    private static string? SideOf(string network, Slot slot)
    {
        SlotClock clock = Networks.Clock(network);
        Slot at = new(ulong.Parse(Nonces(network).GetProperty("at").GetString()!.Split('.')[0]));
        ulong epoch = clock.EpochOf(slot).Value, known = clock.EpochOf(at).Value;
        return epoch == known ? "before" : epoch == known + 1 ? "after" : null;
    }

    private static JsonElement Nonces(string network)
    {
        using JsonDocument file = JsonDocument.Parse(
            VectorFiles.ReadBytes($"headers/real/{network}_nonces_at_bootstrap.json"));
        return file.RootElement.Clone();
    }

    private static Nonce Of(JsonElement nonces, string key) => new(Hash32.Parse(nonces.GetProperty(key).GetString()!));

    internal static byte[] ReadHeader(string file) => file.EndsWith(".hex", StringComparison.Ordinal)
        ? Convert.FromHexString(VectorFiles.ReadText("headers/" + file).Trim())
        : VectorFiles.ReadBytes("headers/" + file);
}
