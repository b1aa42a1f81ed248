using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>A Conway genesis file: the protocol parameters that came with governance.</summary>
/// <remarks>
/// Constitution and committee are governance's, which is not validated yet: they are not read.
/// Spec: cardano-ledger <c>Cardano.Ledger.Conway.Genesis</c>.
/// </remarks>
public sealed record ConwayGenesis(GovernanceParameters Parameters, ImmutableArray<long> PlutusV3Costs)
{
    /// <summary>Parses a file.</summary>
    /// <exception cref="GenesisException">It is not a Conway genesis file; says where and why.</exception>
    public static ConwayGenesis Parse(ReadOnlySpan<byte> json)
    {
        JsonField root = JsonField.Parse(json, "conway-genesis");
        return new ConwayGenesis(
            new GovernanceParameters(
                ReadPoolThresholds(root["poolVotingThresholds"]),
                ReadDRepThresholds(root["dRepVotingThresholds"]),
                root["committeeMinSize"].AsUInt16(),
                root["committeeMaxTermLength"].AsUInt32(),
                root["govActionLifetime"].AsUInt32(),
                new Coin(root["govActionDeposit"].AsUInt64()),
                new Coin(root["dRepDeposit"].AsUInt64()),
                root["dRepActivity"].AsUInt32(),
                root["minFeeRefScriptCostPerByte"].AsRational()),
            AlonzoGenesis.ReadCosts(root["plutusV3CostModel"]));
    }

    private static PoolVotingThresholds ReadPoolThresholds(JsonField field) => new(
        field["motionNoConfidence"].AsUnitInterval(),
        field["committeeNormal"].AsUnitInterval(),
        field["committeeNoConfidence"].AsUnitInterval(),
        field["hardForkInitiation"].AsUnitInterval(),
        field["ppSecurityGroup"].AsUnitInterval());

    private static DRepVotingThresholds ReadDRepThresholds(JsonField field) => new(
        field["motionNoConfidence"].AsUnitInterval(),
        field["committeeNormal"].AsUnitInterval(),
        field["committeeNoConfidence"].AsUnitInterval(),
        field["updateToConstitution"].AsUnitInterval(),
        field["hardForkInitiation"].AsUnitInterval(),
        field["ppNetworkGroup"].AsUnitInterval(),
        field["ppEconomicGroup"].AsUnitInterval(),
        field["ppTechnicalGroup"].AsUnitInterval(),
        field["ppGovGroup"].AsUnitInterval(),
        field["treasuryWithdrawal"].AsUnitInterval());
}
