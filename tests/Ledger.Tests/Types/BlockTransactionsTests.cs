using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Tests.Transactions;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Types;

public class BlockTransactionsTests
{
    private static readonly byte[] Body = Fields((0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0)));

    [Fact]
    public void Transactions_are_put_together_from_the_parts() => Seeds.ForAll(300, random =>
    {
        Era era = (Era)random.Next((int)Era.Shelley, (int)Era.Conway + 1);
        TransactionSamples samples = new(random, era);
        int count = random.Next(5);
        byte[][] bodies = [.. Enumerable.Range(0, count).Select(_ => samples.Body())];
        byte[][] witnesses = [.. Enumerable.Range(0, count).Select(_ => samples.Witnesses())];
        Dictionary<int, byte[]> auxiliary = Enumerable.Range(0, count).Where(_ => random.Next(2) == 0)
            .ToDictionary(i => i, _ => samples.Auxiliary());
        int[] invalid = [.. Enumerable.Range(0, count).Where(_ => random.Next(2) == 0)];
        Block block = Decode(
            era,
            Array(bodies),
            Array(witnesses),
            Map([.. auxiliary.Select(a => (UInt((ulong)a.Key), a.Value))]),
            Array([.. invalid.Select(i => UInt((ulong)i))]));
        Assert.Equal(count, block.Transactions.Length);
        for (int i = 0; i < count; i++)
        {
            Transaction transaction = block.Transactions[i];
            Assert.Equal(bodies[i], transaction.Body.Bytes.ToArray());
            Assert.Equal(witnesses[i], transaction.Witnesses.Bytes.ToArray());
            Assert.Equal(auxiliary.GetValueOrDefault(i), transaction.Auxiliary?.Bytes.ToArray());
            Assert.Equal(era < Era.Alonzo || !invalid.Contains(i), transaction.IsValid);
            Assert.Equal(era, transaction.Era);
        }
        Assert.Equal(block.Transactions, block.Transactions);
    });

    [Fact]
    public void An_index_of_no_transaction_is_refused_when_transactions_are_asked_for()
    {
        Block beyond = Decode(Era.Babbage, Array(Body), Array(Map()), Map((UInt(1), Map())), Array());
        Assert.Throws<CborException>(() => beyond.Transactions);
        Block invalid = Decode(Era.Babbage, Array(Body), Array(Map()), Map(), Array(UInt(1)));
        Assert.Throws<CborException>(() => invalid.Transactions);
        Block twice = Decode(Era.Babbage, Array(Body), Array(Map()), Map(), Array(UInt(0), UInt(0)));
        Assert.False(twice.Transactions.Single().IsValid);
    }

    [Fact]
    public void Auxiliary_data_of_a_transaction_twice_counts_last_and_is_refused_in_Conway()
    {
        byte[] auxiliary = Map((UInt(0), Map()), (UInt(0), Map((UInt(1), UInt(1)))));
        Assert.Equal(
            Map((UInt(1), UInt(1))),
            Decode(Era.Mary, Array(Body), Array(Map()), auxiliary, []).Transactions.Single().Auxiliary!.Bytes.ToArray());
        Block conway = Decode(Era.Conway, Array(Fields((0, Array()), (1, Array()), (2, UInt(0)))), Array(Map()), auxiliary, Array());
        Assert.Throws<CborException>(() => conway.Transactions);
    }

    [Fact]
    public void Errors_count_from_the_first_byte_of_the_stored_block()
    {
        byte[] broken = Fields((0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0)), (63, UInt(0)));
        Block block = Decode(Era.Babbage, Array(broken), Array(Map()), Map(), Array());
        CborException refusal = Assert.Throws<CborException>(() => block.Transactions);
        Assert.Equal(0x3f, block.StoredBytes.Span[refusal.Offset + 1]);
    }

    [Fact]
    public void Many_threads_get_the_same_transactions()
    {
        byte[][] bodies = [.. Enumerable.Repeat(Body, 200)];
        byte[][] witnesses = [.. Enumerable.Repeat(Map(), 200)];
        Block block = Decode(Era.Babbage, Array(bodies), Array(witnesses), Map(), Array());
        Transaction[] firsts = new Transaction[8];
        Parallel.For(0, firsts.Length, i => firsts[i] = block.Transactions[0]);
        Assert.All(firsts, first => Assert.Same(block.Transactions[0], first));
    }

    private static Block Decode(Era era, byte[] bodies, byte[] witnesses, byte[] auxiliary, byte[] invalid)
    {
        HeaderShape shape = era >= Era.Babbage ? HeaderShape.Praos : HeaderShape.TransitionalPraos;
        byte[] header = HeaderSamples.Header(new Random(1), shape);
        byte[] block = era >= Era.Alonzo
            ? Array(header, bodies, witnesses, auxiliary, invalid)
            : Array(header, bodies, witnesses, auxiliary);
        return Block.Decode(BlockWrapping.Store(era, block));
    }
}
