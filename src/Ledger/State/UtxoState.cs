using System.Runtime.InteropServices;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>The unspent outputs and the pots that transactions fill.</summary>
/// <remarks>Spec: cardano-ledger <c>UTxOState</c>.</remarks>
public sealed record UtxoState
{
    /// <summary>No money anywhere.</summary>
    public static UtxoState Empty { get; } = new();

    /// <summary>The unspent outputs.</summary>
    public PersistentMap<TransactionInput, TransactionOutput> Outputs { get; private init; } =
        PersistentMap<TransactionInput, TransactionOutput>.Empty;

    /// <summary>The outputs' lovelace by whose stake they are; always in step with them.</summary>
    public UtxoStake Stake { get; private init; } = UtxoStake.Empty;

    /// <summary>The outputs' lovelace together; always in step with them.</summary>
    public Coin Lovelace { get; private init; }

    /// <summary>Deposits of stake credentials and pools.</summary>
    public Coin Deposited { get; init; }

    /// <summary>Fees since the last epoch boundary, and those of the snapshot that are not yet paid out.</summary>
    public Coin Fees { get; init; }

    /// <summary>Given to the treasury, which gets it at the epoch boundary; Conway on.</summary>
    public Coin Donations { get; init; }

    /// <summary>Proposals of genesis keys.</summary>
    public PpupState Proposals { get; init; } = PpupState.Empty;

    /// <summary>The state with some outputs spent and others made.</summary>
    /// <remarks>
    /// Pre: every spent one is there, no made one is.
    /// Outputs are kept as given: hand in <see cref="TransactionOutput.DetachedCopy"/>.
    /// </remarks>
    /// <exception cref="InvariantException">A spent output is not there.</exception>
    public UtxoState Spend(
        ReadOnlySpan<TransactionInput> spent, ReadOnlySpan<KeyValuePair<TransactionInput, TransactionOutput>> made)
    {
        PersistentMapBuilder<TransactionInput, TransactionOutput> outputs = Outputs.ToBuilder();
        List<TransactionOutput> taken = new(spent.Length);
        Coin lovelace = Lovelace;
        foreach (TransactionInput input in spent)
        {
            bool isThere = outputs.TryFind(input, out TransactionOutput? output);
            Invariant.Require(isThere, $"output {input} is spent but not there");
            taken.Add(output!);
            lovelace -= output!.Coin;
            outputs.Remove(input);
        }
        foreach ((TransactionInput input, TransactionOutput output) in made)
        {
            lovelace += output.Coin;
            outputs.Set(input, output);
        }
        return this with
        {
            Outputs = outputs.ToMap(),
            Lovelace = lovelace,
            Stake = Stake.Change(CollectionsMarshal.AsSpan(taken), made),
        };
    }
}
