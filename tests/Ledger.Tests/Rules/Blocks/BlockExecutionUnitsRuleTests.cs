using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class BlockExecutionUnitsRuleTests
{
    private static readonly ProtocolParameters Parameters = new LedgerScene().Parameters with
    {
        MaxBlockExecutionUnits = new ExecutionUnits(100, 1000),
    };

    [Theory]
    [InlineData(60, 600, 40, 400, true)]
    [InlineData(60, 600, 41, 400, false)]
    [InlineData(60, 600, 40, 401, false)]
    public void The_budgets_of_all_transactions_stay_within_the_block(
        ulong memory, ulong steps, ulong moreMemory, ulong moreSteps, bool isAccepted)
    {
        ImmutableArray<Transaction> transactions = [With(memory, steps), With(moreMemory, moreSteps)];
        Assert.Equal(
            isAccepted
                ? null
                : new LedgerError.BlockExecutionUnitsTooMany(
                    memory + moreMemory, steps + moreSteps, Parameters.MaxBlockExecutionUnits),
            BlockExecutionUnitsRule.Check(transactions, Era.Alonzo, Parameters));
        Assert.Null(BlockExecutionUnitsRule.Check(transactions, Era.Mary, Parameters));
    }

    [Fact]
    public void Sums_do_not_overflow()
    {
        ImmutableArray<Transaction> transactions = [With(ulong.MaxValue, 0), With(ulong.MaxValue, 0)];
        Assert.NotNull(BlockExecutionUnitsRule.Check(transactions, Era.Alonzo, Parameters));
    }

    private static Transaction With(ulong memory, ulong steps) => new(
        Era.Alonzo,
        new TransactionBody(),
        new TransactionWitnesses
        {
            Redeemers = [new Redeemer(RedeemerTag.Spend, 0, default, new ExecutionUnits(memory, steps))],
        },
        null,
        true);
}
