using System.Text.Json;

namespace PoolTopology.Keys.Devnet;

/// <summary>Writes the Conway genesis: governance with mainnet's thresholds, and nobody in the committee.</summary>
internal static class ConwayGenesisFile
{
    // BLAKE2b-256 of no bytes: the devnet's constitution is the empty document.
    private const string EmptyDocumentHash = "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8";

    public static byte[] Write() => GenesisJson.Write(json =>
    {
        json.WriteStartObject();
        WritePoolThresholds(json);
        WriteDRepThresholds(json);
        json.WriteNumber("committeeMinSize", 0);
        json.WriteNumber("committeeMaxTermLength", 146);
        json.WriteNumber("govActionLifetime", 6);
        json.WriteNumber("govActionDeposit", 100_000_000_000);
        json.WriteNumber("dRepDeposit", 500_000_000);
        json.WriteNumber("dRepActivity", 20);
        json.WriteNumber("minFeeRefScriptCostPerByte", 15);
        json.WriteNumbers("plutusV3CostModel", PlutusCostModels.PlutusV3);
        json.WriteStartObject("constitution");
        json.WriteStartObject("anchor");
        json.WriteString("dataHash", EmptyDocumentHash);
        json.WriteString("url", "");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("committee");
        json.WriteStartObject("members");
        json.WriteEndObject();
        json.WriteFraction("threshold", 2, 3);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WritePoolThresholds(Utf8JsonWriter json)
    {
        json.WriteStartObject("poolVotingThresholds");
        json.WriteNumber("committeeNormal", 0.51m);
        json.WriteNumber("committeeNoConfidence", 0.51m);
        json.WriteNumber("hardForkInitiation", 0.51m);
        json.WriteNumber("motionNoConfidence", 0.51m);
        json.WriteNumber("ppSecurityGroup", 0.51m);
        json.WriteEndObject();
    }

    private static void WriteDRepThresholds(Utf8JsonWriter json)
    {
        json.WriteStartObject("dRepVotingThresholds");
        json.WriteNumber("motionNoConfidence", 0.67m);
        json.WriteNumber("committeeNormal", 0.67m);
        json.WriteNumber("committeeNoConfidence", 0.6m);
        json.WriteNumber("updateToConstitution", 0.75m);
        json.WriteNumber("hardForkInitiation", 0.6m);
        json.WriteNumber("ppNetworkGroup", 0.67m);
        json.WriteNumber("ppEconomicGroup", 0.67m);
        json.WriteNumber("ppTechnicalGroup", 0.67m);
        json.WriteNumber("ppGovGroup", 0.75m);
        json.WriteNumber("treasuryWithdrawal", 0.67m);
        json.WriteEndObject();
    }
}
