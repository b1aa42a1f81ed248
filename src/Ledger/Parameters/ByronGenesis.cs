using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>What a node needs of a Byron genesis file: when the chain starts and how Byron counted time.</summary>
/// <remarks>
/// On a chain that starts in Conway the file is only named by its hash; its start and magic must still be Shelley's.
/// Spec: cardano-ledger <c>Cardano.Chain.Genesis</c>.
/// </remarks>
public sealed record ByronGenesis(
    DateTimeOffset StartTime, NetworkMagic ProtocolMagic, ulong SecurityParameter, TimeSpan SlotLength)
{
    /// <summary>Slots in an epoch of Byron: 10k.</summary>
    public ulong EpochLengthSlots => checked(10 * SecurityParameter);

    /// <summary>Parses a file.</summary>
    /// <exception cref="GenesisException">It is not a Byron genesis file; says where and why.</exception>
    public static ByronGenesis Parse(ReadOnlySpan<byte> json)
    {
        JsonField root = JsonField.Parse(json, "byron-genesis");
        JsonField constants = root["protocolConsts"];
        return new ByronGenesis(
            ReadStart(root["startTime"]),
            new NetworkMagic(constants["protocolMagic"].AsUInt32()),
            constants["k"].AsUInt64(),
            ReadMilliseconds(root["blockVersionData"]["slotDuration"]));
    }

    private static DateTimeOffset ReadStart(JsonField field)
    {
        ulong seconds = field.AsUInt64();
        return seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw field.Unlike("seconds since 1970 within the calendar");
    }

    // The file writes the number as a text.
    private static TimeSpan ReadMilliseconds(JsonField field) =>
        uint.TryParse(
            field.AsText(),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out uint milliseconds)
        && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw field.Unlike("a text of milliseconds above 0");
}
