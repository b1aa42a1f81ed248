using System.Globalization;
using PoolTopology.Consensus.Chain;

namespace PoolTopology.TestKit.Chain;

/// <summary>Writes a test network as a node reads one: config.json and the four genesis files.</summary>
public static class TestNetworkFiles
{
    /// <summary>Writes the files into a folder.</summary>
    /// <param name="network">The network.</param>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="config">The entries of config.json beside those that name the genesis files.</param>
    /// <returns>The path of config.json.</returns>
    public static string Write(TestNetwork network, string folder, string config = StartsInConway)
    {
        File.WriteAllText(Path.Combine(folder, "Byron.json"), Byron(network.Config));
        File.WriteAllBytes(Path.Combine(folder, "Shelley.json"), network.GenesisFile);
        File.WriteAllText(Path.Combine(folder, "Alonzo.json"), Alonzo);
        File.WriteAllText(Path.Combine(folder, "Conway.json"), Conway);
        string path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, $$"""
            { "ByronGenesisFile": "Byron.json", "ShelleyGenesisFile": "Shelley.json",
              "AlonzoGenesisFile": "Alonzo.json", "ConwayGenesisFile": "Conway.json", {{config}} }
            """);
        return path;
    }

    /// <summary>The entries of config.json that let the chain begin in Conway.</summary>
    public const string StartsInConway = """
        "TestShelleyHardForkAtEpoch": 0, "TestAllegraHardForkAtEpoch": 0, "TestMaryHardForkAtEpoch": 0,
        "TestAlonzoHardForkAtEpoch": 0, "TestBabbageHardForkAtEpoch": 0, "TestConwayHardForkAtEpoch": 0
        """;

    private static string Byron(ConsensusConfig config) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {
          "avvmDistr": {}, "bootStakeholders": {}, "heavyDelegation": {}, "nonAvvmBalances": {},
          "blockVersionData": { "slotDuration": "20000" }, "ftsSeed": "",
          "protocolConsts": { "k": {{config.SecurityParameter}}, "protocolMagic": {{config.NetworkMagic.Value}} },
          "startTime": {{config.Genesis.SystemStart.ToUnixTimeSeconds()}}
        }
        """);

    private const string Alonzo = """
        {
          "lovelacePerUTxOWord": 34482, "costModels": { "PlutusV1": [] },
          "executionPrices": { "prMem": 0.0577, "prSteps": 0.0000721 },
          "maxTxExUnits": { "exUnitsMem": 14000000, "exUnitsSteps": 10000000000 },
          "maxBlockExUnits": { "exUnitsMem": 62000000, "exUnitsSteps": 20000000000 },
          "maxValueSize": 5000, "collateralPercentage": 150, "maxCollateralInputs": 3
        }
        """;

    private const string Conway = """
        {
          "poolVotingThresholds": {
            "committeeNormal": 0.51, "committeeNoConfidence": 0.51, "hardForkInitiation": 0.51,
            "motionNoConfidence": 0.51, "ppSecurityGroup": 0.51 },
          "dRepVotingThresholds": {
            "motionNoConfidence": 0.67, "committeeNormal": 0.67, "committeeNoConfidence": 0.6,
            "updateToConstitution": 0.75, "hardForkInitiation": 0.6, "ppNetworkGroup": 0.67,
            "ppEconomicGroup": 0.67, "ppTechnicalGroup": 0.67, "ppGovGroup": 0.75, "treasuryWithdrawal": 0.67 },
          "committeeMinSize": 7, "committeeMaxTermLength": 146, "govActionLifetime": 6,
          "govActionDeposit": 100000000000, "dRepDeposit": 500000000, "dRepActivity": 20,
          "minFeeRefScriptCostPerByte": 15, "plutusV3CostModel": []
        }
        """;
}
