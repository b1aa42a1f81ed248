using System.Text;
using System.Text.Json.Nodes;

namespace PoolTopology.Ledger.Tests.Parameters;

/// <summary>A small Shelley genesis file to take things out of.</summary>
internal static class GenesisSample
{
    public const string Pool = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string OtherPool = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string StakeKey = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
    public const string OtherStakeKey = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd";
    public const string Payment = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    public const string Vrf = "1111111111111111111111111111111111111111111111111111111111111111";

    public static JsonObject Json() => JsonNode.Parse($$"""
        {
          "activeSlotsCoeff": 0.25, "epochLength": 800, "genDelegs": {},
          "initialFunds": { "00{{Payment}}{{StakeKey}}": 300, "60{{Payment}}": 1000 },
          "maxKESEvolutions": 62, "maxLovelaceSupply": 45000000000000000, "networkId": "Testnet", "networkMagic": 42,
          "protocolParams": {
            "a0": 0.3, "decentralisationParam": 0, "eMax": 18, "extraEntropy": { "tag": "NeutralNonce" },
            "keyDeposit": 2000000, "maxBlockBodySize": 65536, "maxBlockHeaderSize": 1100, "maxTxSize": 16384,
            "minFeeA": 44, "minFeeB": 155381, "minPoolCost": 1, "minUTxOValue": 0, "nOpt": 10,
            "poolDeposit": 500000000, "protocolVersion": { "major": 10, "minor": 2 }, "rho": 0.003, "tau": 2.0e-1
          },
          "securityParam": 20, "slotLength": 0.5, "slotsPerKESPeriod": 129600,
          "staking": {
            "pools": {
              "{{Pool}}": { "cost": 1, "margin": 0.1, "pledge": 2, "publicKey": "{{Pool}}",
                           "owners": ["{{StakeKey}}"], "rewardAccount": { "network": "Testnet",
                           "credential": { "key hash": "{{StakeKey}}" } }, "vrf": "{{Vrf}}" },
              "{{OtherPool}}": { "cost": 1, "margin": 0, "pledge": 2, "publicKey": "{{OtherPool}}",
                                "owners": [], "rewardAccount": { "network": "Testnet",
                                "credential": { "script hash": "{{OtherStakeKey}}" } }, "vrf": "{{Vrf}}" }
            },
            "stake": { "{{StakeKey}}": "{{Pool}}" }
          },
          "systemStart": "2026-01-02T03:04:05.5Z", "updateQuorum": 5
        }
        """)!.AsObject();

    public const string Alonzo = """
        { "lovelacePerUTxOWord": 34482,
          "executionPrices": { "prSteps": { "numerator": 721, "denominator": 10000000 }, "prMem": 5.77e-2 },
          "maxTxExUnits": { "exUnitsMem": 10000000, "exUnitsSteps": 10000000000 },
          "maxBlockExUnits": { "exUnitsMem": 50000000, "exUnitsSteps": 40000000000 },
          "maxValueSize": 5000, "collateralPercentage": 150, "maxCollateralInputs": 3,
          "costModels": { "PlutusV2": [7, -8], "PlutusV1": { "b-2": 3, "a": 1, "b": 2, "B": 0 } } }
        """;

    public const string Conway = """
        { "poolVotingThresholds": { "committeeNormal": 0.51, "committeeNoConfidence": 0.51,
            "hardForkInitiation": 0.51, "motionNoConfidence": 0.51, "ppSecurityGroup": 0.51 },
          "dRepVotingThresholds": { "motionNoConfidence": 0.67, "committeeNormal": 0.67,
            "committeeNoConfidence": 0.6, "updateToConstitution": 0.75, "hardForkInitiation": 0.6,
            "ppNetworkGroup": 0.67, "ppEconomicGroup": 0.67, "ppTechnicalGroup": 0.67, "ppGovGroup": 0.75,
            "treasuryWithdrawal": 0.67 },
          "committeeMinSize": 7, "committeeMaxTermLength": 146, "govActionLifetime": 6,
          "govActionDeposit": 100000000000, "dRepDeposit": 500000000, "dRepActivity": 20,
          "minFeeRefScriptCostPerByte": 15, "plutusV3CostModel": [1, 2, 3] }
        """;

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
