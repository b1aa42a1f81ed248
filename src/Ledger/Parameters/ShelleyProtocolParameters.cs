using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>The protocol parameters of a Shelley genesis file.</summary>
public sealed record ShelleyProtocolParameters
{
    /// <summary>The version that the chain starts with.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The greatest size of a block body in bytes.</summary>
    public required uint MaxBlockBodySizeBytes { get; init; }

    /// <summary>The greatest size of a block header in bytes.</summary>
    public required ushort MaxBlockHeaderSizeBytes { get; init; }

    /// <summary>The greatest size of a transaction in bytes.</summary>
    public required uint MaxTransactionSizeBytes { get; init; }

    /// <summary>d: the share of slots that genesis delegates hold; 0 on a chain that starts decentralised.</summary>
    public required Rational Decentralisation { get; init; }

    /// <summary>Monetary expansion per epoch.</summary>
    public required Rational Rho { get; init; }

    /// <summary>The treasury's share of rewards.</summary>
    public required Rational Tau { get; init; }

    /// <summary>The pledge's influence.</summary>
    public required Rational A0 { get; init; }

    /// <summary>k: the wanted number of pools.</summary>
    public required ushort DesiredPoolCount { get; init; }

    /// <summary>How many epochs ahead a pool may announce its retirement.</summary>
    public required uint MaxPoolRetirementEpochs { get; init; }

    /// <summary>The fee per byte.</summary>
    public required Coin MinFeePerByte { get; init; }

    /// <summary>The fee per transaction.</summary>
    public required Coin MinFeeConstant { get; init; }

    /// <summary>The deposit of a stake key.</summary>
    public required Coin KeyDeposit { get; init; }

    /// <summary>The deposit of a pool.</summary>
    public required Coin PoolDeposit { get; init; }

    /// <summary>The least fixed cost that a pool may declare.</summary>
    public required Coin MinPoolCost { get; init; }

    /// <summary>The least value of an output, to Mary; 0 when the file does not say.</summary>
    public Coin MinUtxoValue { get; init; }

    /// <summary>What is mixed into the next epoch's nonce.</summary>
    public ExtraEntropy ExtraEntropy { get; init; }

    internal static ShelleyProtocolParameters Read(JsonField field)
    {
        JsonField version = field["protocolVersion"];
        return new ShelleyProtocolParameters
        {
            ProtocolVersion = new ProtocolVersion(version["major"].AsUInt64(), version["minor"].AsUInt64()),
            MaxBlockBodySizeBytes = field["maxBlockBodySize"].AsUInt32(),
            MaxBlockHeaderSizeBytes = field["maxBlockHeaderSize"].AsUInt16(),
            MaxTransactionSizeBytes = field["maxTxSize"].AsUInt32(),
            Decentralisation = field["decentralisationParam"].AsUnitInterval(),
            Rho = field["rho"].AsUnitInterval(),
            Tau = field["tau"].AsUnitInterval(),
            A0 = field["a0"].AsRational(),
            DesiredPoolCount = field["nOpt"].AsUInt16(),
            MaxPoolRetirementEpochs = field["eMax"].AsUInt32(),
            MinFeePerByte = new Coin(field["minFeeA"].AsUInt64()),
            MinFeeConstant = new Coin(field["minFeeB"].AsUInt64()),
            KeyDeposit = new Coin(field["keyDeposit"].AsUInt64()),
            PoolDeposit = new Coin(field["poolDeposit"].AsUInt64()),
            ExtraEntropy = field.TryGet("extraEntropy") is JsonField entropy ? ReadExtraEntropy(entropy) : default,
            MinPoolCost = new Coin(field["minPoolCost"].AsUInt64()),
            MinUtxoValue = field.TryGet("minUTxOValue") is JsonField least ? new Coin(least.AsUInt64()) : default,
        };
    }

    private static ExtraEntropy ReadExtraEntropy(JsonField field) => field["tag"].AsText() switch
    {
        "NeutralNonce" => default,
        "Nonce" => new ExtraEntropy(field["contents"].AsHash32()),
        _ => throw field["tag"].Unlike("\"NeutralNonce\" or \"Nonce\""),
    };
}
