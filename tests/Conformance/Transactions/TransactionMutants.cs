using PoolTopology.Conformance.Ledger;
using PoolTopology.Conformance.Transactions.Mutations;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Conformance.Transactions;

/// <summary>
/// chain-preview, one thing changed at a time: every mutant of a real transaction is refused, for the rule that it
/// breaks and no other.
/// </summary>
public class TransactionMutants(ITestOutputHelper output)
{
    private const int SpecimensOfEach = 8;

    // Of so many transactions one has some of its bits changed.
    private const int BitsEvery = 17;
    private const int BitsOfEach = 8;

    [VectorFact]
    public void Every_mutant_is_refused_for_the_rule_that_it_breaks()
    {
        Dictionary<string, int> tried = Mutations().ToDictionary(it => it.Name, _ => 0);
        List<string> wrong = [];
        LedgerRules rules = new(PreviewChain.Config());
        LedgerState state = rules.Genesis();
        foreach (Block block in PreviewChain.Blocks())
        {
            LedgerState ticked = rules.Tick(state, block.Header.Slot);
            for (int i = 0; i < block.TransactionCount; i++)
            {
                Specimen specimen = new(block, i, ticked);
                foreach (Mutation mutation in Mutations())
                {
                    if (tried[mutation.Name] >= SpecimensOfEach || mutation.Apply(specimen) is not { } mutant)
                        continue;
                    tried[mutation.Name]++;
                    if (Judge(rules, specimen, mutant, mutation) is string verdict)
                        wrong.Add($"{mutation.Name} ({specimen.Transaction.Id}): {verdict}");
                }
            }
            state = rules.ApplyBlock(ticked, block, new WitnessObligations()).Next!;
        }
        foreach ((string name, int count) in tried)
            output.WriteLine($"{count,3} {name}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.DoesNotContain(tried, it => it.Value == 0);
    }

    [VectorFact]
    public void No_transaction_with_one_bit_changed_is_accepted()
    {
        int tried = 0;
        List<string> accepted = [];
        LedgerRules rules = new(PreviewChain.Config());
        foreach (Specimen specimen in Specimens(BitsEvery).Where(it => !it.Witnesses.VKeys.IsEmpty))
        {
            // The seed is the specimen's place, so that a failure says all that is needed to repeat it.
            Random random = new(++tried);
            for (int i = 0; i < BitsOfEach; i++)
            {
                byte[][] parts = [specimen.Body.Bytes.ToArray(), specimen.Witnesses.Bytes.ToArray()];
                byte[] part = parts[random.Next(parts.Length)];
                int bit = random.Next(part.Length * 8);
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                if (IsAccepted(rules, specimen, parts[0], parts[1]))
                {
                    accepted.Add($"seed {tried}: {specimen.Transaction.Id} {(part == parts[0] ? "body" : "witnesses")}"
                        + $" byte {bit / 8} bit {bit % 8}");
                }
            }
        }
        output.WriteLine($"{tried} transactions, {BitsOfEach} bits each");
        Assert.True(accepted.Count == 0, string.Join('\n', accepted));
        Assert.True(tried > 200, $"{tried} transactions");
    }

    [VectorFact]
    public void No_transaction_is_accepted_twice()
    {
        LedgerRules rules = new(PreviewChain.Config());
        foreach (Specimen specimen in Specimens(BitsEvery))
        {
            if (!specimen.Body.Certificates.IsEmpty || !specimen.Body.Withdrawals.IsEmpty)
                continue;
            LedgerError? error = rules.ApplyBlock(
                specimen.Ledger, specimen.Twice(), new WitnessObligations()).Error;
            LedgerError.InvalidTransaction refused = Assert.IsType<LedgerError.InvalidTransaction>(error);
            Assert.Equal(specimen.Block.TransactionCount, refused.Index);
            Assert.IsType<LedgerError.BadInput>(refused.Error);
        }
    }

    private static bool IsAccepted(LedgerRules rules, Specimen specimen, byte[] body, byte[] witnesses)
    {
        WitnessObligations obligations = new();
        try
        {
            Block block = specimen.With(body, witnesses, specimen.Copy().Auxiliary, specimen.Transaction.IsValid);
            return rules.ApplyBlock(specimen.Ledger, block, obligations).Error is null
                && obligations.Verify() is null;
        }
        catch (CborException)
        {
            return false;
        }
    }

    private static IEnumerable<Specimen> Specimens(int every)
    {
        LedgerRules rules = new(PreviewChain.Config());
        LedgerState state = rules.Genesis();
        int count = 0;
        foreach (Block block in PreviewChain.Blocks())
        {
            LedgerState ticked = rules.Tick(state, block.Header.Slot);
            for (int i = 0; i < block.TransactionCount; i++)
            {
                if (count++ % every == 0)
                    yield return new Specimen(block, i, ticked);
            }
            state = rules.ApplyBlock(ticked, block, new WitnessObligations()).Next!;
        }
    }

    private static string? Judge(LedgerRules rules, Specimen specimen, RawTransaction mutant, Mutation mutation)
    {
        WitnessObligations obligations = new();
        Block block = specimen.With(mutant);
        LedgerError? error = rules.ApplyBlock(specimen.Ledger, block, obligations).Error;
        if (mutation.Rule == typeof(LedgerError.InvalidWitness))
            error ??= new LedgerError.InvalidTransaction(specimen.Index, mutant.Decode().Id, obligations.Verify()!);
        return error is LedgerError.InvalidTransaction invalid
            && invalid.Index == specimen.Index
            && invalid.TransactionId == mutant.Decode().Id
            && invalid.Error?.GetType() == mutation.Rule
            ? null
            : $"{error?.ToString() ?? "accepted"} instead of {mutation.Rule.Name}";
    }

    private static IEnumerable<Mutation> Mutations() =>
        [.. MoneyMutations.All, .. WitnessMutations.All, .. ScriptMutations.All, .. CertificateMutations.All];
}
