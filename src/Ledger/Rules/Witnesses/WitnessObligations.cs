using System.Runtime.InteropServices;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A witness's signature is not that of its key over the transaction's id.</summary>
    public sealed record InvalidWitness(Hash32 TransactionId, Hash28 KeyHash) : LedgerError;
}

/// <summary>What the state rules leave to be checked: signatures, in any order and on any thread.</summary>
/// <remarks>
/// Also counts what nobody checks yet: the Plutus scripts of accepted transactions.
/// Holds the bytes of the blocks that the witnesses came in. One thread fills it; its owner bounds it by verifying and
/// clearing it after so many blocks.
/// </remarks>
public sealed class WitnessObligations
{
    private readonly List<SignatureObligation> _signatures = [];

    /// <summary>The signatures to verify.</summary>
    public ReadOnlySpan<SignatureObligation> Signatures => CollectionsMarshal.AsSpan(_signatures);

    /// <summary>Accepted transactions whose Plutus scripts were not run, since the last <see cref="Clear"/>.</summary>
    public int UnevaluatedTransactions { get; private set; }

    /// <summary>How many runs of Plutus scripts these transactions ask for.</summary>
    public int UnevaluatedScripts { get; private set; }

    /// <summary>Adds a signature to verify.</summary>
    public void Add(SignatureObligation signature) => _signatures.Add(signature);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _signatures.Clear();
        UnevaluatedTransactions = 0;
        UnevaluatedScripts = 0;
    }

    /// <summary>Verifies the signatures one after another: the first that is wrong, or null.</summary>
    /// <remarks>Cost: one Ed25519 verification for each.</remarks>
    public LedgerError? Verify()
    {
        Span<byte> message = stackalloc byte[Hash32.SizeBytes];
        foreach (SignatureObligation signature in Signatures)
        {
            signature.TransactionId.CopyTo(message);
            if (!Ed25519.Verify(signature.VerificationKey.Span, message, signature.Signature.Span))
                return Failed(signature);
        }
        return null;
    }

    /// <summary>The refusal that a wrong signature means.</summary>
    public static LedgerError Failed(SignatureObligation signature) => new LedgerError.InvalidWitness(
        signature.TransactionId, Digest.Blake2b224(signature.VerificationKey.Span));

    internal void AddFrom(TransactionContext context)
    {
        Hash32 id = context.Transaction.Id;
        foreach (VKeyWitness witness in context.Witnesses.VKeys)
            _signatures.Add(new SignatureObligation(witness.VerificationKey, witness.Signature, id));
        foreach (BootstrapWitness witness in context.Witnesses.Bootstraps)
            _signatures.Add(new SignatureObligation(witness.VerificationKey, witness.Signature, id));
        int runs = context.Scripts.CountPlutusRuns();
        if (runs == 0)
            return;
        UnevaluatedTransactions++;
        UnevaluatedScripts += runs;
    }
}
