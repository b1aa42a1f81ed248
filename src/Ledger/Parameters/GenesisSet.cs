using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>
/// The four genesis files of a network, checked against each other and against the hashes of a config file.
/// </summary>
public sealed record GenesisSet
{
    private GenesisSet(
        ByronGenesis byron, ShelleyGenesis shelley, Hash32 shelleyHash, AlonzoGenesis alonzo, ConwayGenesis conway)
    {
        Byron = byron;
        Shelley = shelley;
        ShelleyHash = shelleyHash;
        Alonzo = alonzo;
        Conway = conway;
    }

    /// <summary>The Byron file.</summary>
    public ByronGenesis Byron { get; }

    /// <summary>The Shelley file.</summary>
    public ShelleyGenesis Shelley { get; }

    /// <summary>The Shelley file's hash: the chain's first nonce.</summary>
    public Hash32 ShelleyHash { get; }

    /// <summary>The Alonzo file.</summary>
    public AlonzoGenesis Alonzo { get; }

    /// <summary>The Conway file.</summary>
    public ConwayGenesis Conway { get; }

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
        GenesisSet set = new(
            ByronGenesis.Parse(byron),
            ShelleyGenesis.Parse(shelley),
            shelleyHash,
            AlonzoGenesis.Parse(alonzo),
            ConwayGenesis.Parse(conway));
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
}
