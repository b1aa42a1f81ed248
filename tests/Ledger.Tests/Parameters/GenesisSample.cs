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
              "{{Pool}}": { "cost": 1, "margin": 0.1, "pledge": 2, "publicKey": "{{Pool}}", "vrf": "{{Vrf}}" },
              "{{OtherPool}}": { "cost": 1, "margin": 0, "pledge": 2, "publicKey": "{{OtherPool}}", "vrf": "{{Vrf}}" }
            },
            "stake": { "{{StakeKey}}": "{{Pool}}" }
          },
          "systemStart": "2026-01-02T03:04:05.5Z", "updateQuorum": 5
        }
        """)!.AsObject();

    public static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
