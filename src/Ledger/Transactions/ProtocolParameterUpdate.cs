using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions;

/// <summary>New values for some of the protocol parameters; null leaves a parameter as it is.</summary>
/// <remarks>
/// Equality is of the values, however they were encoded.
/// Spec: ledger CDDL <c>protocol_param_update</c>; the key of each is noted with it.
/// </remarks>
public sealed record ProtocolParameterUpdate
{
    /// <summary>The update as received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>0: the fee per byte.</summary>
    public Coin? MinFeePerByte { get; init; }

    /// <summary>1: the fee per transaction.</summary>
    public Coin? MinFeeConstant { get; init; }

    /// <summary>2.</summary>
    public uint? MaxBlockBodySizeBytes { get; init; }

    /// <summary>3.</summary>
    public uint? MaxTransactionSizeBytes { get; init; }

    /// <summary>4.</summary>
    public ushort? MaxBlockHeaderSizeBytes { get; init; }

    /// <summary>5.</summary>
    public Coin? KeyDeposit { get; init; }

    /// <summary>6.</summary>
    public Coin? PoolDeposit { get; init; }

    /// <summary>7: how many epochs ahead a pool may announce its retirement.</summary>
    public uint? MaxPoolRetirementEpochs { get; init; }

    /// <summary>8: k, the wanted number of pools.</summary>
    public ushort? DesiredPoolCount { get; init; }

    /// <summary>9: a0, the pledge's influence.</summary>
    public Rational? A0 { get; init; }

    /// <summary>10: rho, monetary expansion per epoch.</summary>
    public Rational? Rho { get; init; }

    /// <summary>11: tau, the treasury's share of rewards.</summary>
    public Rational? Tau { get; init; }

    /// <summary>12: d, the share of slots that genesis delegates hold; to Alonzo.</summary>
    public Rational? Decentralisation { get; init; }

    /// <summary>13: to Alonzo.</summary>
    public ExtraEntropy? ExtraEntropy { get; init; }

    /// <summary>14: to Babbage.</summary>
    public ProtocolVersion? ProtocolVersion { get; init; }

    /// <summary>15: the least value of an output, to Mary.</summary>
    public Coin? MinUtxoValue { get; init; }

    /// <summary>16: the least fixed cost that a pool may declare.</summary>
    public Coin? MinPoolCost { get; init; }

    /// <summary>17 in Alonzo: the deposit per word of eight bytes of an output.</summary>
    public Coin? CoinsPerUtxoWord { get; init; }

    /// <summary>17 from Babbage on: the deposit per byte of an output.</summary>
    public Coin? CoinsPerUtxoByte { get; init; }

    /// <summary>18: by language, each once, in their order.</summary>
    public ImmutableArray<CostModel>? CostModels { get; init; }

    /// <summary>19.</summary>
    public ExecutionPrices? ExecutionPrices { get; init; }

    /// <summary>20.</summary>
    public ExecutionUnits? MaxTransactionExecutionUnits { get; init; }

    /// <summary>21.</summary>
    public ExecutionUnits? MaxBlockExecutionUnits { get; init; }

    /// <summary>22: the greatest size of an output's value.</summary>
    public uint? MaxValueSizeBytes { get; init; }

    /// <summary>23: collateral in percent of the fee.</summary>
    public ushort? CollateralPercentage { get; init; }

    /// <summary>24.</summary>
    public ushort? MaxCollateralInputs { get; init; }

    /// <summary>25: Conway on, as all that follow.</summary>
    public PoolVotingThresholds? PoolVotingThresholds { get; init; }

    /// <summary>26.</summary>
    public DRepVotingThresholds? DRepVotingThresholds { get; init; }

    /// <summary>27.</summary>
    public ushort? MinCommitteeSize { get; init; }

    /// <summary>28: in epochs.</summary>
    public uint? MaxCommitteeTermEpochs { get; init; }

    /// <summary>29: how long an action may be voted on, in epochs.</summary>
    public uint? GovernanceActionLifetimeEpochs { get; init; }

    /// <summary>30.</summary>
    public Coin? GovernanceActionDeposit { get; init; }

    /// <summary>31.</summary>
    public Coin? DRepDeposit { get; init; }

    /// <summary>32: in epochs.</summary>
    public uint? DRepInactivityEpochs { get; init; }

    /// <summary>33: the fee per byte of reference scripts.</summary>
    public Rational? MinFeeReferenceScriptPerByte { get; init; }

    /// <summary>Same values.</summary>
    public bool Equals(ProtocolParameterUpdate? other) => other is not null
        && (MinFeePerByte, MinFeeConstant, MaxBlockBodySizeBytes, MaxTransactionSizeBytes, MaxBlockHeaderSizeBytes,
            KeyDeposit, PoolDeposit)
            .Equals((other.MinFeePerByte, other.MinFeeConstant, other.MaxBlockBodySizeBytes,
                other.MaxTransactionSizeBytes, other.MaxBlockHeaderSizeBytes, other.KeyDeposit, other.PoolDeposit))
        && (MaxPoolRetirementEpochs, DesiredPoolCount, A0, Rho, Tau, Decentralisation, ExtraEntropy)
            .Equals((other.MaxPoolRetirementEpochs, other.DesiredPoolCount, other.A0, other.Rho, other.Tau,
                other.Decentralisation, other.ExtraEntropy))
        && (ProtocolVersion, MinUtxoValue, MinPoolCost, CoinsPerUtxoWord, CoinsPerUtxoByte, ExecutionPrices,
            MaxTransactionExecutionUnits)
            .Equals((other.ProtocolVersion, other.MinUtxoValue, other.MinPoolCost, other.CoinsPerUtxoWord,
                other.CoinsPerUtxoByte, other.ExecutionPrices, other.MaxTransactionExecutionUnits))
        && (MaxBlockExecutionUnits, MaxValueSizeBytes, CollateralPercentage, MaxCollateralInputs, PoolVotingThresholds,
            DRepVotingThresholds, MinCommitteeSize)
            .Equals((other.MaxBlockExecutionUnits, other.MaxValueSizeBytes, other.CollateralPercentage,
                other.MaxCollateralInputs, other.PoolVotingThresholds, other.DRepVotingThresholds,
                other.MinCommitteeSize))
        && (MaxCommitteeTermEpochs, GovernanceActionLifetimeEpochs, GovernanceActionDeposit, DRepDeposit,
            DRepInactivityEpochs, MinFeeReferenceScriptPerByte)
            .Equals((other.MaxCommitteeTermEpochs, other.GovernanceActionLifetimeEpochs,
                other.GovernanceActionDeposit, other.DRepDeposit, other.DRepInactivityEpochs,
                other.MinFeeReferenceScriptPerByte))
        && CostModels.HasValue == other.CostModels.HasValue
        && (CostModels is not ImmutableArray<CostModel> models || models.SequenceEqual(other.CostModels!.Value));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add((MinFeePerByte, MinFeeConstant, MaxBlockBodySizeBytes, MaxTransactionSizeBytes, KeyDeposit, PoolDeposit));
        hash.Add((A0, Rho, Tau, MinPoolCost, CoinsPerUtxoByte, ExecutionPrices, MaxTransactionExecutionUnits));
        foreach (CostModel model in CostModels ?? [])
            hash.Add(model);
        return hash.ToHashCode();
    }
}
