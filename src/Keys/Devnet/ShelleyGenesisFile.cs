using System.Globalization;
using System.Text.Json;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Devnet;

/// <summary>Writes the Shelley genesis: the clock, the protocol parameters, the pools and their stake.</summary>
/// <remarks>
/// Nothing is minted (rho = 0) and nothing is taxed (tau = 0): without transactions the stake distribution of the
/// genesis stays exactly right for ever.
/// </remarks>
internal static class ShelleyGenesisFile
{
    /// <summary>All ada that can ever exist, as on the networks.</summary>
    public static readonly Coin MaxLovelaceSupply = new(45_000_000_000_000_000);

    /// <summary>What the pools share.</summary>
    public static readonly Coin TotalFunds = new(30_000_000_000_000_000);

    public static byte[] Write(DevnetParameters parameters, IReadOnlyList<DevnetPool> pools) => GenesisJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("activeSlotsCoeff", parameters.ActiveSlotsCoefficient);
        json.WriteNumber("epochLength", parameters.EpochLengthSlots);
        json.WriteStartObject("genDelegs");
        json.WriteEndObject();
        WriteInitialFunds(json, pools);
        json.WriteNumber("maxKESEvolutions", parameters.MaxKesEvolutions);
        json.WriteNumber("maxLovelaceSupply", MaxLovelaceSupply.Value);
        json.WriteString("networkId", "Testnet");
        json.WriteNumber("networkMagic", parameters.NetworkMagic);
        WriteProtocolParameters(json);
        json.WriteNumber("securityParam", parameters.SecurityParameter);
        json.WriteNumber("slotLength", parameters.SlotLengthSeconds);
        json.WriteNumber("slotsPerKESPeriod", parameters.SlotsPerKesPeriod);
        WriteStaking(json, pools);
        json.WriteString("systemStart",
            parameters.SystemStart.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("updateQuorum", 1);
        json.WriteEndObject();
    });

    private static void WriteInitialFunds(Utf8JsonWriter json, IReadOnlyList<DevnetPool> pools)
    {
        json.WriteStartObject("initialFunds");
        foreach (DevnetPool pool in pools)
            json.WriteNumber(pool.AddressHex, pool.Funds.Value);
        json.WriteEndObject();
    }

    private static void WriteProtocolParameters(Utf8JsonWriter json)
    {
        json.WriteStartObject("protocolParams");
        json.WriteNumber("a0", 0);
        json.WriteNumber("decentralisationParam", 0);
        json.WriteNumber("eMax", 18);
        json.WriteStartObject("extraEntropy");
        json.WriteString("tag", "NeutralNonce");
        json.WriteEndObject();
        json.WriteNumber("keyDeposit", 0);
        json.WriteNumber("maxBlockBodySize", 90112);
        json.WriteNumber("maxBlockHeaderSize", 1100);
        json.WriteNumber("maxTxSize", 16384);
        json.WriteNumber("minFeeA", 44);
        json.WriteNumber("minFeeB", 155381);
        json.WriteNumber("minPoolCost", 0);
        json.WriteNumber("minUTxOValue", 0);
        json.WriteNumber("nOpt", 100);
        json.WriteNumber("poolDeposit", 0);
        json.WriteStartObject("protocolVersion");
        json.WriteNumber("major", 10);
        json.WriteNumber("minor", 0);
        json.WriteEndObject();
        json.WriteNumber("rho", 0);
        json.WriteNumber("tau", 0);
        json.WriteEndObject();
    }

    private static void WriteStaking(Utf8JsonWriter json, IReadOnlyList<DevnetPool> pools)
    {
        json.WriteStartObject("staking");
        json.WriteStartObject("pools");
        foreach (DevnetPool pool in pools)
            WritePool(json, pool);
        json.WriteEndObject();
        json.WriteStartObject("stake");
        foreach (DevnetPool pool in pools)
            json.WriteString(pool.StakeKeyHash.ToString(), pool.PoolId.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePool(Utf8JsonWriter json, DevnetPool pool)
    {
        json.WriteStartObject(pool.PoolId.ToString());
        json.WriteNumber("cost", 0);
        json.WriteNumber("margin", 0);
        json.WriteNull("metadata");
        json.WriteStartArray("owners");
        json.WriteEndArray();
        json.WriteNumber("pledge", 0);
        json.WriteString("publicKey", pool.PoolId.ToString());
        json.WriteStartArray("relays");
        json.WriteEndArray();
        json.WriteStartObject("rewardAccount");
        json.WriteStartObject("credential");
        json.WriteString("key hash", pool.StakeKeyHash.ToString());
        json.WriteEndObject();
        json.WriteString("network", "Testnet");
        json.WriteEndObject();
        json.WriteString("vrf", pool.VrfKeyHash.ToString());
        json.WriteEndObject();
    }
}
