namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>One way to make a valid transaction wrong, and the rule that must notice.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Rule">The refusal that must come of it.</param>
/// <param name="Apply">The changed transaction; null where the transaction has nothing of the kind.</param>
internal sealed record Mutation(string Name, Type Rule, Func<Specimen, RawTransaction?> Apply)
{
    public static Mutation Of<TError>(string name, Func<Specimen, RawTransaction?> apply) =>
        new(name, typeof(TError), apply);

    /// <summary>A mutation that changes a fresh copy in place, unless it says that it cannot.</summary>
    public static Mutation InPlace<TError>(string name, Func<Specimen, RawTransaction, bool> change) =>
        Of<TError>(name, specimen =>
        {
            RawTransaction copy = specimen.Copy();
            return change(specimen, copy) ? copy : null;
        });
}
