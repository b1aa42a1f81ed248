using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What a transaction does.</summary>
/// <remarks>
/// Invariant: inputs, required signers and withdrawals are sorted and each there once, since the ledger sees them as
/// sets; outputs, certificates and proposals keep their order.
/// Spec: ledger CDDL <c>transaction_body</c>; the key of each field is noted with it.
/// </remarks>
public sealed class TransactionBody
{
    /// <summary>The body as received: what the transaction's id is the hash of.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>0: the outputs that are spent.</summary>
    public ImmutableArray<TransactionInput> Inputs { get; init; } = [];

    /// <summary>1: the outputs that are made.</summary>
    public ImmutableArray<TransactionOutput> Outputs { get; init; } = [];

    /// <summary>2: the fee.</summary>
    public Coin Fee { get; init; }

    /// <summary>8: the first slot in which the transaction is valid.</summary>
    public Slot? ValidFrom { get; init; }

    /// <summary>
    /// 3: in Shelley the last slot in which the transaction is valid; from Allegra on the first in which it no longer is.
    /// </summary>
    public Slot? ValidTo { get; init; }

    /// <summary>4: certificates.</summary>
    public ImmutableArray<Certificate> Certificates { get; init; } = [];

    /// <summary>5: withdrawals, sorted by account.</summary>
    public ImmutableArray<Withdrawal> Withdrawals { get; init; } = [];

    /// <summary>6: protocol parameter updates; to Babbage.</summary>
    public UpdateProposal? Update { get; init; }

    /// <summary>7: the hash of the auxiliary data.</summary>
    public Hash32? AuxiliaryDataHash { get; init; }

    /// <summary>9: what is made (positive) and destroyed (negative).</summary>
    public AssetBundle Mint { get; init; } = AssetBundle.Empty;

    /// <summary>11: the hash of redeemers, datums and cost models.</summary>
    public Hash32? ScriptDataHash { get; init; }

    /// <summary>13: what is spent instead of the inputs when a script fails.</summary>
    public ImmutableArray<TransactionInput> CollateralInputs { get; init; } = [];

    /// <summary>14: keys that must sign, for scripts to see.</summary>
    public ImmutableArray<Hash28> RequiredSigners { get; init; } = [];

    /// <summary>15: the network that the transaction is for.</summary>
    public NetworkId? Network { get; init; }

    /// <summary>16: what is returned of the collateral.</summary>
    public TransactionOutput? CollateralReturn { get; init; }

    /// <summary>17: what is taken when a script fails.</summary>
    public Coin? TotalCollateral { get; init; }

    /// <summary>18: outputs that are looked at but not spent.</summary>
    public ImmutableArray<TransactionInput> ReferenceInputs { get; init; } = [];

    /// <summary>19: votes, sorted by voter and action; Conway on, as all that follow.</summary>
    public ImmutableArray<VotingProcedure> VotingProcedures { get; init; } = [];

    /// <summary>20: proposals.</summary>
    public ImmutableArray<ProposalProcedure> ProposalProcedures { get; init; } = [];

    /// <summary>21: what the treasury is said to hold.</summary>
    public Coin? CurrentTreasury { get; init; }

    /// <summary>22: what is given to the treasury.</summary>
    public Coin? TreasuryDonation { get; init; }

    /// <summary>Reads one body and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a body of that era.</exception>
    public static TransactionBody Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = new(era, bytes);
        TransactionBody body = BodyDecoder.Read(ref reader);
        reader.ExpectEnd();
        return body;
    }
}
