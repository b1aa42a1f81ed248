using System.Collections.Immutable;
using System.Globalization;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>What a node needs of a Byron genesis file: when the chain starts and how Byron counted time.</summary>
/// <remarks>
/// The vouchers of the first sale (<c>avvmDistr</c>) are not read: a chain that starts after Byron returns them to the
/// reserves before its first block.
/// Spec: cardano-ledger <c>Cardano.Chain.Genesis</c>.
/// </remarks>
public sealed record ByronGenesis(
    DateTimeOffset StartTime, NetworkMagic ProtocolMagic, ulong SecurityParameter, TimeSpan SlotLength)
{
    /// <summary>The money at the start (<c>nonAvvmBalances</c>) in the file's order, empty balances left out.</summary>
    public required ImmutableArray<InitialFund> InitialFunds { get; init; }

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
            ReadMilliseconds(root["blockVersionData"]["slotDuration"]))
        {
            InitialFunds = [.. root["nonAvvmBalances"].Properties()
                .Select(p => ReadFund(p.Key, p.Value))
                .Where(fund => fund.Amount > Coin.Zero)],
        };
    }

    private static InitialFund ReadFund(string address, JsonField amount)
    {
        byte[] bytes = Base58.Decode(address) ?? throw amount.Unlike("the balance of an address in base 58");
        return ulong.TryParse(amount.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong lovelace)
            ? new InitialFund(bytes, new Coin(lovelace))
            : throw amount.Unlike("a text of lovelace");
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
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out uint milliseconds)
        && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw field.Unlike("a text of milliseconds above 0");
}
