using System.Text.Json;
using PoolTopology.Consensus.Chain;
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
    public static ConsensusConfig Read(string configFile)
    {
        using JsonDocument document = ParseJson(configFile, ReadFile(configFile));
        JsonElement config = document.RootElement;
        if (config.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"{configFile}: a JSON object was expected");
        RequireConwayFromTheStart(configFile, config);
        ConsensusConfig? consensus = null;
        foreach (string era in GenesisEras)
        {
            string path = GenesisPath(configFile, config, era);
            byte[] bytes = ReadFile(path);
            CheckHash(configFile, config, era, path, bytes);
            if (era == "Shelley")
                consensus = ReadShelley(path, bytes);
        }
        return consensus!;
    }

    // The chain that this node validates begins in Conway. Refusing here beats refusing the first block of another era.
    private static void RequireConwayFromTheStart(string configFile, JsonElement config)
    {
        bool isConway = config.TryGetProperty("TestConwayHardForkAtEpoch", out JsonElement epoch)
            && epoch.ValueKind == JsonValueKind.Number && epoch.TryGetUInt64(out ulong number) && number == 0;
        if (!isConway)
            throw new ConfigurationException(
                $"{configFile}: only networks that are in the Conway era from epoch 0 can be followed yet "
                + "(TestConwayHardForkAtEpoch must be 0)");
    }

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

    private static ConsensusConfig ReadShelley(string path, byte[] bytes)
    {
        try
        {
            return ConsensusConfig.FromGenesisFile(bytes);
        }
        catch (GenesisException wrong)
        {
            throw new ConfigurationException($"{path}: {wrong.Message}", wrong);
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
