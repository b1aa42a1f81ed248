namespace PoolTopology.Keys.Devnet;

/// <summary>Writes the Alonzo genesis: prices and limits of Plutus scripts, with mainnet's numbers.</summary>
internal static class AlonzoGenesisFile
{
    public static byte[] Write() => GenesisJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("lovelacePerUTxOWord", 34482);
        json.WriteStartObject("executionPrices");
        json.WriteFraction("prSteps", 721, 10_000_000);
        json.WriteFraction("prMem", 577, 10_000);
        json.WriteEndObject();
        json.WriteStartObject("maxTxExUnits");
        json.WriteNumber("exUnitsMem", 14_000_000);
        json.WriteNumber("exUnitsSteps", 10_000_000_000);
        json.WriteEndObject();
        json.WriteStartObject("maxBlockExUnits");
        json.WriteNumber("exUnitsMem", 62_000_000);
        json.WriteNumber("exUnitsSteps", 20_000_000_000);
        json.WriteEndObject();
        json.WriteNumber("maxValueSize", 5000);
        json.WriteNumber("collateralPercentage", 150);
        json.WriteNumber("maxCollateralInputs", 3);
        json.WriteStartObject("costModels");
        json.WriteNumbers("PlutusV1", PlutusCostModels.PlutusV1);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
