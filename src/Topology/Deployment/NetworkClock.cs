using System.Globalization;
using System.Text.Json;

namespace PoolTopology.Topology.Deployment;

/// <summary>Which slot of a network it is at a moment, from Shelley's first slot on.</summary>
/// <param name="Start">When Shelley's first slot began.</param>
/// <param name="StartSlot">Its number: 0 unless the chain begins in Byron.</param>
/// <param name="SlotSeconds">How long a slot lasts.</param>
/// <remarks>
/// From Shelley on slots keep one length. How many epochs of Byron there were says the configuration
/// (<c>TestShelleyHardForkAtEpoch</c>), or history.
/// Spec: cardano-node's configuration; genesis files of Byron and Shelley.
/// </remarks>
public sealed record NetworkClock(DateTimeOffset Start, long StartSlot, decimal SlotSeconds)
{
    private const int ByronSlotsPerSecurityParameter = 10;
    private const decimal MillisecondsPerSecond = 1000;

    // Decided by votes on those chains, long ago: no configuration says it. Mainnet and preprod.
    private static readonly (long Magic, long ByronEpochs)[] KnownNetworks = [(764_824_073, 208), (1, 4)];

    /// <summary>The clock of a network's files, or null where they do not say it.</summary>
    public static NetworkClock? Of(NetworkFiles network)
    {
        ArgumentNullException.ThrowIfNull(network);
        try
        {
            using JsonDocument config = JsonDocument.Parse(network.Config.Content.Bytes);
            using JsonDocument? shelley = Genesis(network, config, "ShelleyGenesisFile");
            if (shelley is null)
                return null;
            DateTimeOffset start = shelley.RootElement.GetProperty("systemStart").GetDateTimeOffset();
            decimal slotSeconds = shelley.RootElement.GetProperty("slotLength").GetDecimal();
            long? byronEpochs = config.RootElement.TryGetProperty("TestShelleyHardForkAtEpoch", out JsonElement epoch)
                ? epoch.GetInt64()
                : KnownByronEpochs(shelley.RootElement.GetProperty("networkMagic").GetInt64());
            return slotSeconds <= 0 || byronEpochs is not >= 0
                ? null
                : byronEpochs == 0 ? new NetworkClock(start, 0, slotSeconds) : AfterByron(network, config, byronEpochs.Value, slotSeconds);
        }
        catch (Exception malformed)
            when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                or OverflowException or ArgumentOutOfRangeException)
        {
            return null; // The machines' nodes will say what is wrong with the file.
        }
    }

    /// <summary>The slot of a moment; 0 before the first one.</summary>
    public long SlotAt(DateTimeOffset moment)
    {
        decimal seconds = (moment - Start).Ticks / (decimal)TimeSpan.TicksPerSecond;
        return Math.Max(0, StartSlot + (long)Math.Floor(seconds / SlotSeconds));
    }

    private static NetworkClock? AfterByron(NetworkFiles network, JsonDocument config, long epochs, decimal slotSeconds)
    {
        using JsonDocument? byron = Genesis(network, config, "ByronGenesisFile");
        if (byron is null)
            return null;
        JsonElement root = byron.RootElement;
        long slots = checked(epochs * ByronSlotsPerSecurityParameter * root.GetProperty("protocolConsts").GetProperty("k").GetInt64());
        decimal byronSeconds = decimal.Parse(
            root.GetProperty("blockVersionData").GetProperty("slotDuration").GetString() ?? "", NumberStyles.None,
            CultureInfo.InvariantCulture) / MillisecondsPerSecond;
        DateTimeOffset begin = DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("startTime").GetInt64());
        return new NetworkClock(begin.AddSeconds((double)(slots * byronSeconds)), slots, slotSeconds);
    }

    private static JsonDocument? Genesis(NetworkFiles network, JsonDocument config, string key)
    {
        if (!config.RootElement.TryGetProperty(key, out JsonElement path) || path.ValueKind != JsonValueKind.String)
            return null;
        string name = Path.GetFileName(path.GetString()!);
        return network.Others.FirstOrDefault(file => file.Name == name) is { } file ? JsonDocument.Parse(file.Content.Bytes) : null;
    }

    private static long? KnownByronEpochs(long magic)
    {
        foreach ((long known, long epochs) in KnownNetworks)
        {
            if (known == magic)
                return epochs;
        }

        return null;
    }
}
