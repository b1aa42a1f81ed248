using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>A transaction and what its rules look up for it, each thing once.</summary>
/// <remarks>
/// Inputs that do not exist are null here, which one rule reports and the others pass over.
/// Cost: one look-up for each input; scripts are collected when a rule first asks.
/// </remarks>
internal sealed class TransactionContext
{
    private readonly TransactionOutput?[] _spent;
    private readonly TransactionOutput?[] _collateral;
    private readonly TransactionOutput?[] _referenced;
    private readonly Address[] _spentAddresses;
    private readonly Address[] _outputAddresses;
    private ScriptsOfTransaction? _scripts;

    public TransactionContext(
        Transaction transaction, UtxoState utxo, CertificateState certificates, TransactionEnvironment environment)
    {
        Transaction = transaction;
        Utxo = utxo;
        Certificates = certificates;
        Environment = environment;
        _spent = LookUp(Body.Inputs);
        _collateral = LookUp(Body.CollateralInputs);
        _referenced = LookUp(Body.ReferenceInputs);
        _spentAddresses = AddressesOf(_spent);
        AllOutputsArray = Body.CollateralReturn is { } returned ? Body.Outputs.Add(returned) : Body.Outputs;
        _outputAddresses = AddressesOf(AllOutputs);
        Redeemers = Witnesses.Redeemers;
        Deposits = TransactionDeposits.Of(Body.Certificates, environment.Parameters, certificates);
    }

    public Transaction Transaction { get; }

    public TransactionBody Body => Transaction.Body;

    public TransactionWitnesses Witnesses => Transaction.Witnesses;

    public UtxoState Utxo { get; }

    /// <summary>The state before the transaction's own certificates.</summary>
    public CertificateState Certificates { get; }

    public TransactionEnvironment Environment { get; }

    public ProtocolParameters Parameters => Environment.Parameters;

    public Slot Slot => Environment.Slot;

    public NetworkId Network => Environment.Config.Shelley.NetworkId;

    /// <summary>The outputs that <see cref="TransactionBody.Inputs"/> name, in their order.</summary>
    public ReadOnlySpan<TransactionOutput?> Spent => _spent;

    /// <summary>The outputs that <see cref="TransactionBody.CollateralInputs"/> name, in their order.</summary>
    public ReadOnlySpan<TransactionOutput?> Collateral => _collateral;

    /// <summary>The outputs that <see cref="TransactionBody.ReferenceInputs"/> name, in their order.</summary>
    public ReadOnlySpan<TransactionOutput?> Referenced => _referenced;

    /// <summary>The outputs and, last, the collateral return.</summary>
    public ReadOnlySpan<TransactionOutput> AllOutputs => AllOutputsArray.AsSpan();

    /// <summary>The redeemers, of those with the same pointer the last, as a map reads them.</summary>
    public ImmutableArray<Redeemer> Redeemers { get; }

    public TransactionDeposits Deposits { get; }

    /// <summary>The scripts that are needed and those that are there.</summary>
    public ScriptsOfTransaction Scripts => _scripts ??= ScriptsOfTransaction.Collect(this);

    /// <summary>The sum of the redeemers' budgets.</summary>
    public (UInt128 Memory, UInt128 Steps) DeclaredUnits
    {
        get
        {
            UInt128 memory = 0;
            UInt128 steps = 0;
            foreach (Redeemer redeemer in Redeemers)
            {
                memory += redeemer.Units.Memory;
                steps += redeemer.Units.Steps;
            }
            return (memory, steps);
        }
    }

    private ImmutableArray<TransactionOutput> AllOutputsArray { get; }

    /// <summary>The address of <see cref="Spent"/>[index]; the default value where that does not exist.</summary>
    public ref readonly Address SpentAddress(int index) => ref _spentAddresses[index];

    /// <summary>The address of <see cref="AllOutputs"/>[index].</summary>
    public ref readonly Address OutputAddress(int index) => ref _outputAddresses[index];

    /// <summary>A key witness of this key is there; whether its signature is right is an obligation.</summary>
    public bool HasVKey(Hash28 keyHash)
    {
        foreach (VKeyWitness witness in Witnesses.VKeys)
        {
            if (witness.KeyHash == keyHash)
                return true;
        }
        return false;
    }

    /// <summary>A key or bootstrap witness gives this hash.</summary>
    public bool HasWitness(Hash28 hash)
    {
        if (HasVKey(hash))
            return true;
        foreach (BootstrapWitness witness in Witnesses.Bootstraps)
        {
            if (witness.RootHash == hash)
                return true;
        }
        return false;
    }

    private TransactionOutput?[] LookUp(ImmutableArray<TransactionInput> inputs)
    {
        if (inputs.IsEmpty)
            return [];
        TransactionOutput?[] found = new TransactionOutput?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            found[i] = Utxo.Outputs.TryFind(inputs[i], out TransactionOutput? output) ? output : null;
        return found;
    }

    private static Address[] AddressesOf(ReadOnlySpan<TransactionOutput?> outputs)
    {
        Address[] addresses = new Address[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] is { } output)
                addresses[i] = output.Address;
        }
        return addresses;
    }
}
