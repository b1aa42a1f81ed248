using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.State;

public class UtxoStateTests
{
    [Fact]
    public void Stake_stays_in_step_with_outputs_whatever_is_spent_and_made() => Seeds.ForAll(30, random =>
    {
        UtxoState state = UtxoState.Empty;
        List<KeyValuePair<TransactionInput, TransactionOutput>> model = [];
        for (int step = 0; step < 60; step++)
        {
            TransactionInput[] spent = new TransactionInput[random.Next(Math.Min(4, model.Count + 1))];
            for (int i = 0; i < spent.Length; i++)
            {
                int at = random.Next(model.Count);
                spent[i] = model[at].Key;
                model.RemoveAt(at);
            }
            KeyValuePair<TransactionInput, TransactionOutput>[] made =
                [.. Enumerable.Range(0, random.Next(4)).Select(i => Output(random, step, i))];
            model.AddRange(made);
            state = state.Spend(spent, made);
            AssertStake(model, state);
        }
    });

    [Fact]
    public void Spending_what_is_not_there_stops_the_program() =>
        Assert.Throws<InvariantException>(() => UtxoState.Empty.Spend([new TransactionInput(default, 0)], []));

    private static KeyValuePair<TransactionInput, TransactionOutput> Output(Random random, int step, int index)
    {
        byte[] stake = [.. Enumerable.Repeat((byte)random.Next(3), 28)];
        byte[] address = random.Next(4) switch
        {
            0 => [0x00, .. new byte[28], .. stake],
            1 => [0x20, .. new byte[28], .. stake],
            2 => [0x40, .. new byte[28], (byte)random.Next(3), 0, 0],
            _ => [0x60, .. new byte[28]],
        };
        ulong coin = random.Next(5) == 0 ? 0 : (ulong)random.NextInt64(1, 1_000_000);
        return new(
            new TransactionInput(LedgerScene.LongHashOf($"{step}"), (ushort)index),
            TransactionOutput.OfCoin(address, new Coin(coin)));
    }

    private static void AssertStake(List<KeyValuePair<TransactionInput, TransactionOutput>> model, UtxoState state)
    {
        var byCredential = model
            .Where(output => output.Value.Address.Stake is not null && output.Value.Coin > Coin.Zero)
            .GroupBy(output => output.Value.Address.Stake!.Value)
            .ToDictionary(group => group.Key, group => (ulong)group.Sum(output => (long)output.Value.Coin.Value));
        var byPointer = model
            .Where(output => output.Value.Address.StakePointer is not null && output.Value.Coin > Coin.Zero)
            .GroupBy(output => output.Value.Address.StakePointer!.Value)
            .ToDictionary(group => group.Key, group => (ulong)group.Sum(output => (long)output.Value.Coin.Value));
        Assert.Equal(model.Count, state.Outputs.Count);
        Assert.Equal((ulong)model.Sum(output => (long)output.Value.Coin.Value), state.Lovelace.Value);
        Assert.Equal(byCredential.Count, state.Stake.ByCredential.Count);
        Assert.Equal(byPointer.Count, state.Stake.ByPointer.Count);
        foreach ((Credential credential, ulong coin) in byCredential)
            Assert.Equal(new Coin(coin), state.Stake.ByCredential.Find(credential, default));
        foreach ((ChainPointer pointer, ulong coin) in byPointer)
            Assert.Equal(new Coin(coin), state.Stake.ByPointer.Find(pointer, default));
    }
}
