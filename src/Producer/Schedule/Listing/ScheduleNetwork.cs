using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>What a schedule needs of a network: how its slots lie in time, f, and the genesis keys.</summary>
/// <remarks>
/// Works for every network that cardano-node's config.json describes, also those whose chain begins in Byron.
/// </remarks>
internal sealed record ScheduleNetwork(
    SlotClock Clock, Rational ActiveSlotsCoefficient, ImmutableArray<Hash28> GenesisKeyHashes)
{
    /// <summary>Reads config.json and the two genesis files that time depends on; their hashes are checked.</summary>
    /// <exception cref="ConfigurationException">A file is missing or wrong; says which, where and why.</exception>
    public static ScheduleNetwork Read(string configFile)
    {
        using JsonDocument document = ParseJson(configFile);
        JsonElement config = document.RootElement;
        if (config.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"{configFile}: a JSON object was expected");
        ShelleyGenesis shelley = ReadGenesis(
            configFile, config, "Shelley", file => ShelleyGenesis.Parse(file), file => GenesisHashes.OfFile(file));
        ByronGenesis byron = ReadGenesis(
            configFile, config, "Byron", file => ByronGenesis.Parse(file), file => GenesisHashes.OfByron(file));
        ChainStart start = ChainStart.Of(shelley.NetworkMagic, era => HardForkEpoch(config, era))
            ?? throw new ConfigurationException(
                $"{configFile}: nothing says how many epochs the Byron era of this network lasted "
                + "(TestShelleyHardForkAtEpoch)");
        return new ScheduleNetwork(
            EraHistory.ClockOf(byron, shelley, start),
            shelley.ActiveSlotsCoefficient,
            [.. shelley.GenesisDelegates.Keys]);
    }

    private static T ReadGenesis<T>(
        string configFile, JsonElement config, string era, Func<byte[], T> parse, Func<byte[], Hash32> hashOf)
    {
        string path = GenesisPath(configFile, config, era);
        byte[] bytes = ReadFile(path);
        try
        {
            T genesis = parse(bytes);
            if (config.TryGetProperty(era + "GenesisHash", out JsonElement declared)
                && hashOf(bytes) is Hash32 found
                && declared.GetString() != found.ToString())
                throw new ConfigurationException(
                    $"{path}: its hash is {found}, {configFile} declares {declared}; one of the two files is wrong");
            return genesis;
        }
        catch (GenesisException wrong)
        {
            throw new ConfigurationException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static string GenesisPath(string configFile, JsonElement config, string era)
    {
        string key = era + "GenesisFile";
        if (!config.TryGetProperty(key, out JsonElement file) || file.ValueKind != JsonValueKind.String)
            throw new ConfigurationException($"{configFile}: the key {key} is missing");
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(configFile)!, file.GetString()!));
    }

    private static ulong? HardForkEpoch(JsonElement config, Era era) =>
        config.TryGetProperty($"Test{era}HardForkAtEpoch", out JsonElement epoch)
        && epoch.ValueKind == JsonValueKind.Number && epoch.TryGetUInt64(out ulong number)
            ? number
            : null;

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

    private static JsonDocument ParseJson(string path)
    {
        try
        {
            return JsonDocument.Parse(ReadFile(path));
        }
        catch (JsonException malformed)
        {
            throw new ConfigurationException($"{path} is not JSON: {malformed.Message}", malformed);
        }
    }
}
