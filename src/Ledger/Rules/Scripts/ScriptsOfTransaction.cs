using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>The scripts that a transaction needs, and those that it has or refers to.</summary>
/// <remarks>
/// Needed: by inputs that they lock, withdrawals, certificates and mints; not by collateral, which no script locks, nor
/// by reference inputs, which nobody has to unlock.
/// Provided: by the witnesses, and from Babbage on by reference scripts in spent and referenced outputs.
/// Cost: look-ups are linear; the size of a transaction bounds both lists.
/// Spec: cardano-ledger <c>getAlonzoScriptsNeeded</c>, <c>getBabbageScriptsProvided</c>, <c>getReferenceScripts</c>.
/// </remarks>
internal sealed class ScriptsOfTransaction
{
    private readonly List<NeededScript> _needed = [];
    private readonly List<Script> _references = [];
    private readonly ImmutableArray<Script> _witnesses;

    private ScriptsOfTransaction(ImmutableArray<Script> witnesses) => _witnesses = witnesses;

    public List<NeededScript> Needed => _needed;

    /// <summary>The scripts of the witness set.</summary>
    public ImmutableArray<Script> Witnesses => _witnesses;

    public static ScriptsOfTransaction Collect(TransactionContext context)
    {
        ScriptsOfTransaction scripts = new(context.Witnesses.Scripts);
        scripts.AddReferences(context.Spent);
        scripts.AddReferences(context.Referenced);
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (context.Spent[i] is not null)
                scripts.Add(RedeemerTag.Spend, i, context.SpentAddress(i).Payment);
        }
        ImmutableArray<Withdrawal> withdrawals = context.Body.Withdrawals;
        for (int i = 0; i < withdrawals.Length; i++)
            scripts.Add(RedeemerTag.Reward, i, withdrawals[i].Account.Credential);
        ImmutableArray<Certificate> certificates = context.Body.Certificates;
        for (int i = 0; i < certificates.Length; i++)
        {
            // A certificate that stands twice has the place of its first: one redeemer serves both.
            if (CertificateAuthor.Of(certificates[i]) is { IsScript: true } author)
                scripts.Add(RedeemerTag.Certificate, certificates.IndexOf(certificates[i]), author);
        }
        if (!context.Body.Mint.IsEmpty)
        {
            ImmutableArray<Hash28> policies = context.Body.Mint.Policies;
            for (int i = 0; i < policies.Length; i++)
                scripts.Add(RedeemerTag.Mint, i, Credential.OfScript(policies[i]));
        }
        return scripts;
    }

    /// <summary>A script of this hash is needed.</summary>
    public bool IsNeeded(Hash28 hash)
    {
        foreach (NeededScript needed in _needed)
        {
            if (needed.Hash == hash)
                return true;
        }
        return false;
    }

    /// <summary>An output that is spent or referred to carries this script.</summary>
    public bool IsReferenced(Hash28 hash)
    {
        foreach (Script script in _references)
        {
            if (script.Hash == hash)
                return true;
        }
        return false;
    }

    /// <summary>Finds a script that the transaction has or refers to.</summary>
    public bool TryFind(Hash28 hash, [NotNullWhen(true)] out Script? script)
    {
        foreach (Script witness in _witnesses)
        {
            if (witness.Hash == hash)
            {
                script = witness;
                return true;
            }
        }
        script = _references.Find(reference => reference.Hash == hash);
        return script is not null;
    }

    /// <summary>Finds a script that is not native: one that takes a redeemer.</summary>
    public bool TryFindPlutus(Hash28 hash, [NotNullWhen(true)] out Script? script) =>
        TryFind(hash, out script) && script.Language != ScriptLanguage.Native;

    /// <summary>A needed script is Plutus of this language.</summary>
    public bool Uses(ScriptLanguage language)
    {
        foreach (NeededScript needed in _needed)
        {
            if (TryFind(needed.Hash, out Script? script) && script.Language == language)
                return true;
        }
        return false;
    }

    /// <summary>How often a Plutus script would have to be run.</summary>
    public int CountPlutusRuns()
    {
        int runs = 0;
        foreach (NeededScript needed in _needed)
        {
            if (TryFindPlutus(needed.Hash, out _))
                runs++;
        }
        return runs;
    }

    private void Add(RedeemerTag tag, int index, Credential credential)
    {
        if (credential.IsScript)
            _needed.Add(new NeededScript(tag, (uint)index, credential.Hash));
    }

    private void AddReferences(ReadOnlySpan<TransactionOutput?> outputs)
    {
        foreach (TransactionOutput? output in outputs)
        {
            if (output?.ReferenceScript is { } script)
                _references.Add(script);
        }
    }
}
