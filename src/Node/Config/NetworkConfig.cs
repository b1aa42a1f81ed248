using System.Text.Json;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Config;

/// <summary>The network that a node belongs to: cardano-node's config.json and the genesis files that it names.</summary>
/// <remarks>
/// Keys that the node does not use (tracing and the like) are left alone, as cardano-node leaves unknown keys.
/// A genesis file whose hash stands in config.json must have that hash.
/// </remarks>
public static class NetworkConfig
{
    private static readonly string[] GenesisEras = ["Byron", "Shelley", "Alonzo", "Conway"];

    /// <summary>Reads and checks the files.</summary>
    /// <exception cref="ConfigurationException">A file is missing or wrong; says which, where and why.</exception>
    public static NetworkDefinition Read(string configFile)
    {
        using JsonDocument document = ParseJson(configFile, ReadFile(configFile));
        JsonElement config = document.RootElement;
        if (config.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"{configFile}: a JSON object was expected");
        RequireStartAfterByron(configFile, config);
        Dictionary<string, (string Path, byte[] Bytes)> files = [];
        foreach (string era in GenesisEras)
        {
            string path = GenesisPath(configFile, config, era);
            byte[] bytes = ReadFile(path);
            CheckHash(configFile, config, era, path, bytes);
            files.Add(era, (path, bytes));
        }
        GenesisSet genesis = Parse(files);
        ChainStart start = ChainStart.Of(genesis.Shelley.NetworkMagic, era => HardForkEpoch(config, era))!; // Not Byron.
        return new NetworkDefinition(ConsensusConfig.FromGenesis(genesis, start), genesis);
    }

    // No rule validates Byron. Refusing here beats refusing the first block.
    private static void RequireStartAfterByron(string configFile, JsonElement config)
    {
        if (HardForkEpoch(config, Era.Shelley) != 0)
            throw new ConfigurationException(
                $"{configFile}: networks that begin in the Byron era cannot be followed yet "
                + "(TestShelleyHardForkAtEpoch must be 0)");
    }

    private static ulong? HardForkEpoch(JsonElement config, Era era) =>
        config.TryGetProperty($"Test{era}HardForkAtEpoch", out JsonElement epoch)
        && epoch.ValueKind == JsonValueKind.Number && epoch.TryGetUInt64(out ulong number)
            ? number
            : null;

    private static string GenesisPath(string configFile, JsonElement config, string era)
    {
        string key = era + "GenesisFile";
        if (!config.TryGetProperty(key, out JsonElement file) || file.ValueKind != JsonValueKind.String)
            throw new ConfigurationException($"{configFile}: the key {key} is missing");
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(configFile)!, file.GetString()!));
    }

    private static void CheckHash(string configFile, JsonElement config, string era, string path, byte[] bytes)
    {
        string key = era + "GenesisHash";
        if (!config.TryGetProperty(key, out JsonElement declared))
            return;
        Hash32 found;
        try
        {
            found = era == "Byron" ? GenesisHashes.OfByron(bytes) : GenesisHashes.OfFile(bytes);
        }
        catch (Exception malformed) when (malformed is JsonException or GenesisException or FormatException)
        {
            throw new ConfigurationException($"{path}: not a genesis file: {malformed.Message}", malformed);
        }
        if (declared.GetString() != found.ToString())
            throw new ConfigurationException(
                $"{path}: its hash is {found}, {configFile} declares {key} {declared}; one of the two files is wrong");
    }

    private static GenesisSet Parse(Dictionary<string, (string Path, byte[] Bytes)> files)
    {
        try
        {
            return GenesisSet.Parse(
                files["Byron"].Bytes, files["Shelley"].Bytes, files["Alonzo"].Bytes, files["Conway"].Bytes,
                new ExpectedGenesisHashes());
        }
        catch (GenesisException wrong)
        {
            // The place begins with the file's kind: "shelley-genesis.protocolParams…".
            string era = GenesisEras.FirstOrDefault(
                name => wrong.Path.StartsWith(name, StringComparison.OrdinalIgnoreCase), GenesisEras[0]);
            throw new ConfigurationException($"{files[era].Path}: {wrong.Message}", wrong);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static JsonDocument ParseJson(string path, byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException malformed)
        {
            throw new ConfigurationException($"{path} is not JSON: {malformed.Message}", malformed);
        }
    }
}
