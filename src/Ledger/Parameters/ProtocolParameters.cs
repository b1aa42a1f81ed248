using System.Collections.Immutable;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>The protocol parameters in force, of any era from Shelley on.</summary>
/// <remarks>
/// A parameter that an era does not have keeps a value that means nothing there (zero, empty, null) and that its rules
/// do not read. Compare by <see cref="Digest"/>: records with arrays are not equal by value.
/// Spec: cardano-ledger <c>PParams</c> of each era.
/// </remarks>
public sealed record ProtocolParameters
{
    /// <summary>The fee per byte.</summary>
    public required Coin MinFeePerByte { get; init; }

    /// <summary>The fee per transaction.</summary>
    public required Coin MinFeeConstant { get; init; }

    /// <summary>The greatest size of a block body.</summary>
    public required uint MaxBlockBodySizeBytes { get; init; }

    /// <summary>The greatest size of a transaction.</summary>
    public required uint MaxTransactionSizeBytes { get; init; }

    /// <summary>The greatest size of a block header.</summary>
    public required ushort MaxBlockHeaderSizeBytes { get; init; }

    /// <summary>The deposit of a stake credential.</summary>
    public required Coin KeyDeposit { get; init; }

    /// <summary>The deposit of a pool.</summary>
    public required Coin PoolDeposit { get; init; }

    /// <summary>How many epochs ahead a pool may announce its retirement.</summary>
    public required uint MaxPoolRetirementEpochs { get; init; }

    /// <summary>k: the wanted number of pools.</summary>
    public required ushort DesiredPoolCount { get; init; }

    /// <summary>a0: the pledge's influence.</summary>
    public required Rational A0 { get; init; }

    /// <summary>rho: monetary expansion per epoch.</summary>
    public required Rational Rho { get; init; }

    /// <summary>tau: the treasury's share of rewards.</summary>
    public required Rational Tau { get; init; }

    /// <summary>d: the share of slots that genesis delegates hold; 0 from Babbage on.</summary>
    public Rational Decentralisation { get; init; }

    /// <summary>What is mixed into the next epoch's nonce; neutral from Babbage on.</summary>
    public ExtraEntropy ExtraEntropy { get; init; }

    /// <summary>The version of the protocol; its major number says which era it is.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The least value of an output; to Mary.</summary>
    public Coin MinUtxoValue { get; init; }

    /// <summary>The least fixed cost that a pool may declare.</summary>
    public required Coin MinPoolCost { get; init; }

    /// <summary>The least value of an output per word of eight bytes; Alonzo.</summary>
    public Coin CoinsPerUtxoWord { get; init; }

    /// <summary>The least value of an output per byte; Babbage on.</summary>
    public Coin CoinsPerUtxoByte { get; init; }

    /// <summary>What operations of scripts cost, by language in order; Alonzo on, as what follows.</summary>
    public ImmutableArray<CostModel> CostModels { get; init; } = [];

    /// <summary>What execution units cost.</summary>
    public ExecutionPrices ExecutionPrices { get; init; }

    /// <summary>How much a transaction's scripts may take.</summary>
    public ExecutionUnits MaxTransactionExecutionUnits { get; init; }

    /// <summary>How much a block's scripts may take.</summary>
    public ExecutionUnits MaxBlockExecutionUnits { get; init; }

    /// <summary>The greatest size of an output's value.</summary>
    public uint MaxValueSizeBytes { get; init; }

    /// <summary>Collateral in percent of the fee.</summary>
    public ushort CollateralPercentage { get; init; }

    /// <summary>How many collateral inputs there may be.</summary>
    public ushort MaxCollateralInputs { get; init; }

    /// <summary>What governance and reference scripts add; null before Conway.</summary>
    public GovernanceParameters? Governance { get; init; }

    /// <summary>A digest that is equal where all parameters are.</summary>
    /// <remarks>Shape: BLAKE2b-256 of <see cref="ProtocolParametersCodec.Write"/>.</remarks>
    public Hash32 Digest => ProtocolParametersCodec.DigestOf(this);

    /// <summary>The cost model of a language, or null.</summary>
    public CostModel? CostModelOf(byte language)
    {
        foreach (CostModel model in CostModels)
            if (model.Language == language)
                return model;
        return null;
    }

    /// <summary>The parameters of a Shelley genesis file.</summary>
    public static ProtocolParameters FromGenesis(ShelleyGenesis genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        ShelleyProtocolParameters start = genesis.ProtocolParameters;
        return new ProtocolParameters
        {
            MinFeePerByte = start.MinFeePerByte,
            MinFeeConstant = start.MinFeeConstant,
            MaxBlockBodySizeBytes = start.MaxBlockBodySizeBytes,
            MaxTransactionSizeBytes = start.MaxTransactionSizeBytes,
            MaxBlockHeaderSizeBytes = start.MaxBlockHeaderSizeBytes,
            KeyDeposit = start.KeyDeposit,
            PoolDeposit = start.PoolDeposit,
            MaxPoolRetirementEpochs = start.MaxPoolRetirementEpochs,
            DesiredPoolCount = start.DesiredPoolCount,
            A0 = start.A0,
            Rho = start.Rho,
            Tau = start.Tau,
            Decentralisation = start.Decentralisation,
            ExtraEntropy = start.ExtraEntropy,
            ProtocolVersion = start.ProtocolVersion,
            MinUtxoValue = start.MinUtxoValue,
            MinPoolCost = start.MinPoolCost,
        };
    }

    /// <summary>The parameters with those changed that an update names.</summary>
    /// <remarks>
    /// Cost models are replaced as a whole to Babbage, and one by one from Conway on.
    /// Spec: cardano-ledger <c>applyPPUpdates</c>.
    /// </remarks>
    public ProtocolParameters Apply(ProtocolParameterUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return this with
        {
            MinFeePerByte = update.MinFeePerByte ?? MinFeePerByte,
            MinFeeConstant = update.MinFeeConstant ?? MinFeeConstant,
            MaxBlockBodySizeBytes = update.MaxBlockBodySizeBytes ?? MaxBlockBodySizeBytes,
            MaxTransactionSizeBytes = update.MaxTransactionSizeBytes ?? MaxTransactionSizeBytes,
            MaxBlockHeaderSizeBytes = update.MaxBlockHeaderSizeBytes ?? MaxBlockHeaderSizeBytes,
            KeyDeposit = update.KeyDeposit ?? KeyDeposit,
            PoolDeposit = update.PoolDeposit ?? PoolDeposit,
            MaxPoolRetirementEpochs = update.MaxPoolRetirementEpochs ?? MaxPoolRetirementEpochs,
            DesiredPoolCount = update.DesiredPoolCount ?? DesiredPoolCount,
            A0 = update.A0 ?? A0,
            Rho = update.Rho ?? Rho,
            Tau = update.Tau ?? Tau,
            Decentralisation = update.Decentralisation ?? Decentralisation,
            ExtraEntropy = update.ExtraEntropy ?? ExtraEntropy,
            ProtocolVersion = update.ProtocolVersion ?? ProtocolVersion,
            MinUtxoValue = update.MinUtxoValue ?? MinUtxoValue,
            MinPoolCost = update.MinPoolCost ?? MinPoolCost,
            CoinsPerUtxoWord = update.CoinsPerUtxoWord ?? CoinsPerUtxoWord,
            CoinsPerUtxoByte = update.CoinsPerUtxoByte ?? CoinsPerUtxoByte,
            CostModels = update.CostModels is { } models ? ChangedCostModels(models) : CostModels,
            ExecutionPrices = update.ExecutionPrices ?? ExecutionPrices,
            MaxTransactionExecutionUnits = update.MaxTransactionExecutionUnits ?? MaxTransactionExecutionUnits,
            MaxBlockExecutionUnits = update.MaxBlockExecutionUnits ?? MaxBlockExecutionUnits,
            MaxValueSizeBytes = update.MaxValueSizeBytes ?? MaxValueSizeBytes,
            CollateralPercentage = update.CollateralPercentage ?? CollateralPercentage,
            MaxCollateralInputs = update.MaxCollateralInputs ?? MaxCollateralInputs,
            Governance = Governance?.Apply(update),
        };
    }

    private ImmutableArray<CostModel> ChangedCostModels(ImmutableArray<CostModel> changed) => Governance is null
        ? changed
        : [.. CostModels.Where(old => changed.All(model => model.Language != old.Language))
            .Concat(changed)
            .OrderBy(model => model.Language)];
}
