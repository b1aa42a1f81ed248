using System.Globalization;
using System.Text.Json;

namespace PoolTopology.Keys.Devnet;

/// <summary>Writes the Byron genesis: the start of time and a chain that has no Byron block.</summary>
internal static class ByronGenesisFile
{
    public static byte[] Write(DevnetParameters parameters, IReadOnlyList<DevnetPool> pools) => GenesisJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("startTime", parameters.SystemStart.ToUnixTimeSeconds());
        WriteStakeholders(json, pools);
        WriteEmpty(json, "heavyDelegation");
        WriteEmpty(json, "nonAvvmBalances");
        WriteEmpty(json, "avvmDistr");
        WriteBlockVersion(json, parameters);
        json.WriteStartObject("protocolConsts");
        json.WriteNumber("k", parameters.SecurityParameter);
        json.WriteNumber("protocolMagic", parameters.NetworkMagic);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    // A Byron chain needs a genesis key. No Byron block is ever made, so the hash of no key does: nobody can sign with it.
    private static void WriteStakeholders(Utf8JsonWriter json, IReadOnlyList<DevnetPool> pools)
    {
        json.WriteStartObject("bootStakeholders");
        json.WriteNumber(pools[0].PoolId.ToString(), 1);
        json.WriteEndObject();
    }

    private static void WriteBlockVersion(Utf8JsonWriter json, DevnetParameters parameters)
    {
        json.WriteStartObject("blockVersionData");
        json.WriteNumber("scriptVersion", 0);
        json.WriteString("slotDuration", (parameters.SlotLengthSeconds * 1000m).ToString("0", CultureInfo.InvariantCulture));
        json.WriteString("maxBlockSize", "2000000");
        json.WriteString("maxHeaderSize", "2000000");
        json.WriteString("maxTxSize", "4096");
        json.WriteString("maxProposalSize", "700");
        json.WriteString("mpcThd", "20000000000000");
        json.WriteString("heavyDelThd", "300000000000");
        json.WriteString("updateVoteThd", "1000000000000");
        json.WriteString("updateProposalThd", "100000000000000");
        json.WriteString("updateImplicit", "10000");
        json.WriteStartObject("softforkRule");
        json.WriteString("initThd", "900000000000000");
        json.WriteString("minThd", "600000000000000");
        json.WriteString("thdDecrement", "50000000000000");
        json.WriteEndObject();
        json.WriteStartObject("txFeePolicy");
        json.WriteString("summand", "155381000000000");
        json.WriteString("multiplier", "43946000000");
        json.WriteEndObject();
        json.WriteString("unlockStakeEpoch", "18446744073709551615");
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }
}
