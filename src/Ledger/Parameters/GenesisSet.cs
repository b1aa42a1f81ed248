using System.Text.Json;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>
/// The four genesis files of a network, checked against each other and against the hashes of a config file.
/// </summary>
/// <remarks>
/// Alonzo's and Conway's contents are scripts' costs and governance: read when transactions are. Here they must be JSON
/// objects with the right hash.
/// </remarks>
public sealed record GenesisSet
{
    private GenesisSet(ByronGenesis byron, ShelleyGenesis shelley, Hash32 shelleyHash)
    {
        Byron = byron;
        Shelley = shelley;
        ShelleyHash = shelleyHash;
    }

    /// <summary>The Byron file.</summary>
    public ByronGenesis Byron { get; }

    /// <summary>The Shelley file.</summary>
    public ShelleyGenesis Shelley { get; }

    /// <summary>The Shelley file's hash: the chain's first nonce.</summary>
    public Hash32 ShelleyHash { get; }

    /// <summary>Parses the files.</summary>
    /// <param name="byron">The bytes of the Byron file.</param>
    /// <param name="shelley">The bytes of the Shelley file.</param>
    /// <param name="alonzo">The bytes of the Alonzo file.</param>
    /// <param name="conway">The bytes of the Conway file.</param>
    /// <param name="expected">The hashes of the config file; those that it leaves out are not checked.</param>
    /// <exception cref="GenesisException">
    /// A file is not what it should be, or not the one that the config file names.
    /// </exception>
    public static GenesisSet Parse(
        ReadOnlySpan<byte> byron,
        ReadOnlySpan<byte> shelley,
        ReadOnlySpan<byte> alonzo,
        ReadOnlySpan<byte> conway,
        ExpectedGenesisHashes expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        Hash32 shelleyHash = GenesisHashes.OfFile(shelley);
        RequireHash("byron-genesis", GenesisHashes.OfByron(byron), expected.Byron);
        RequireHash("shelley-genesis", shelleyHash, expected.Shelley);
        RequireHash("alonzo-genesis", GenesisHashes.OfFile(alonzo), expected.Alonzo);
        RequireHash("conway-genesis", GenesisHashes.OfFile(conway), expected.Conway);
        RequireObject("alonzo-genesis", alonzo);
        RequireObject("conway-genesis", conway);
        GenesisSet set = new(ByronGenesis.Parse(byron), ShelleyGenesis.Parse(shelley), shelleyHash);
        set.RequireOneNetwork();
        return set;
    }

    private void RequireOneNetwork()
    {
        if (Byron.ProtocolMagic != Shelley.NetworkMagic)
            throw new GenesisException(
                "byron-genesis.protocolConsts.protocolMagic",
                $"the Shelley file's networkMagic {Shelley.NetworkMagic}",
                $"{Byron.ProtocolMagic}");
        // Byron counts whole seconds.
        if (Byron.StartTime.ToUnixTimeSeconds() != Shelley.SystemStart.ToUnixTimeSeconds())
            throw new GenesisException(
                "byron-genesis.startTime",
                $"the Shelley file's systemStart {Shelley.SystemStart.ToUnixTimeSeconds()}",
                $"{Byron.StartTime.ToUnixTimeSeconds()}");
    }

    private static void RequireHash(string name, Hash32 found, Hash32? expected)
    {
        if (expected is Hash32 hash && found != hash)
            throw new GenesisException(name, $"the file with hash {hash}", $"one with hash {found}");
    }

    private static void RequireObject(string name, ReadOnlySpan<byte> file)
    {
        JsonField root = JsonField.Parse(file, name);
        if (root.Value.ValueKind != JsonValueKind.Object)
            throw root.Unlike("an object");
    }
}
