using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

/// <summary>Whatever comes in, decoders read it or throw CborException, and take memory in proportion.</summary>
public class HostileInputTests
{
    private static readonly Era[] Eras = [.. TransactionSamples.Eras];

    [Fact]
    public void Random_transactions_of_every_era_are_read_and_keep_their_bytes() => Seeds.ForAll(3_000, random =>
    {
        Era era = Eras[random.Next(Eras.Length)];
        byte[] bytes = new TransactionSamples(random, era).Transaction();
        Transaction transaction = Transaction.Decode(era, bytes);
        byte[] body = ItemAt(bytes, 0);
        Assert.Equal(body, transaction.Body.Bytes.ToArray());
        Assert.Equal(ItemAt(bytes, 1), transaction.Witnesses.Bytes.ToArray());
        Assert.Equal(Digest.Blake2b256(body), transaction.Id);
        foreach (TransactionOutput output in transaction.Body.Outputs)
            RequireSameApart(output);
    });

    [Fact]
    public void Every_truncation_is_refused() => Seeds.ForAll(60, random =>
    {
        Era era = Eras[random.Next(Eras.Length)];
        byte[] bytes = new TransactionSamples(random, era).Transaction();
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.ThrowsAny<CborException>(() => Transaction.Decode(era, cut));
        }
    });

    [Fact]
    public void A_byte_behind_the_transaction_is_refused() => Seeds.ForAll(100, random =>
    {
        Era era = Eras[random.Next(Eras.Length)];
        byte[] bytes = [.. new TransactionSamples(random, era).Transaction(), (byte)random.Next(256)];
        Assert.Throws<CborException>(() => Transaction.Decode(era, bytes));
    });

    [Fact]
    public void Changed_bytes_are_read_or_refused_with_a_place_within_them() => Seeds.ForAll(4_000, random =>
    {
        Era era = Eras[random.Next(Eras.Length)];
        byte[] bytes = new TransactionSamples(random, era).Transaction();
        for (int change = random.Next(1, 4); change > 0; change--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        Attempt(era, bytes);
    });

    [Fact]
    public void Random_bytes_are_read_or_refused() => Seeds.ForAll(20_000, random =>
    {
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        if (bytes.Length > 0 && random.Next(2) == 0)
            bytes[0] = (byte)(0x83 + random.Next(2));
        Attempt(Eras[random.Next(Eras.Length)], bytes);
    });

    [Fact]
    public void Transactions_read_as_another_era_are_read_or_refused() => Seeds.ForAll(3_000, random =>
    {
        byte[] bytes = new TransactionSamples(random, Eras[random.Next(Eras.Length)]).Transaction();
        Attempt(Eras[random.Next(Eras.Length)], bytes);
    });

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x9f)]
    [InlineData(0xa1)]
    [InlineData(0xbf)]
    [InlineData(0xd8)]
    [InlineData(0x82)]
    public void Deep_nesting_of_any_kind_is_read_or_refused_without_recursion(byte opener)
    {
        byte[] deep = Deep(opener, 1_000_000);
        foreach (byte[] transaction in (byte[][])
            [
                Array(MinimalBody(), Fields((4, Array(deep))), True, Null),
                Array(MinimalBody(), Fields((1, Array(deep))), True, Null),
                Array(MinimalBody(), Fields(), True, Map((UInt(1), deep))),
                Array(Fields((0, Array()), (1, Array()), (2, deep)), Fields(), True, Null),
            ])
            Attempt(Era.Babbage, transaction);
    }

    [Fact]
    public void Native_scripts_are_read_to_the_depth_that_fits_a_transaction_and_no_deeper()
    {
        foreach ((int depth, bool isRead) in ((int, bool)[])[(5_461, true), (8_191, true), (8_192, false), (500_000, false)])
        {
            byte[] script = [.. Enumerable.Repeat<byte[]>([0x82, 0x01, 0x81], depth).SelectMany(b => b),
                .. Array(UInt(4), UInt(1))];
            byte[] witnesses = Fields((1, Array(script)));
            Exception? refusal = Record.Exception(
                () => SmallStack.Run(() => TransactionWitnesses.Decode(Era.Alonzo, witnesses)));
            Assert.Equal(isRead, refusal is null);
            Assert.True(refusal is null or CborException, $"{refusal}");
        }
    }

    [Fact]
    public void Counts_beyond_the_bytes_take_no_memory()
    {
        byte[] claimed = [0x9b, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ulong key in (ulong[])[0, 1, 4, 13, 14, 18, 20])
        {
            byte[] body = Fields((0, key == 0 ? claimed : Array()), (1, key == 1 ? claimed : Array()), (2, UInt(0)), (key, claimed));
            Assert.Throws<CborException>(() => TransactionBody.Decode(Era.Conway, body));
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Memory_stays_in_proportion_to_the_bytes() => Seeds.ForAll(200, random =>
    {
        Era era = Eras[random.Next(Eras.Length)];
        byte[] bytes = new TransactionSamples(random, era).Transaction();
        Attempt(era, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Attempt(era, bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 20_000 + (40L * bytes.Length), $"{allocated} bytes for {bytes.Length}");
    });

    private static void RequireSameApart(TransactionOutput output)
    {
        TransactionOutput copy = output.DetachedCopy();
        Assert.Equal(output.Value, copy.Value);
        Assert.Equal(output.Datum, copy.Datum);
        Assert.Equal(output.Address, copy.Address);
        Assert.Equal(output.ReferenceScript?.Hash, copy.ReferenceScript?.Hash);
        Assert.Equal(output.ReferenceScript?.Bytes.ToArray(), copy.ReferenceScript?.Bytes.ToArray());
        Assert.Equal(output.Bytes.ToArray(), copy.Bytes.ToArray());
    }

    private static void Attempt(Era era, byte[] bytes)
    {
        try
        {
            Transaction transaction = Transaction.Decode(era, bytes);
            foreach (TransactionOutput output in transaction.Body.Outputs)
                RequireSameApart(output);
        }
        catch (CborException refusal)
        {
            Assert.InRange(refusal.Offset, 0, bytes.Length);
        }
    }

    private static byte[] MinimalBody() => Fields((0, Array()), (1, Array()), (2, UInt(0)));

    private static byte[] Deep(byte opener, int depth)
    {
        byte[] level = opener switch
        {
            0xa1 or 0xbf => [opener, 0x00],
            0xd8 => [0xd8, 0x79, 0x81],
            0x82 => [0x82, 0x01],
            _ => [opener],
        };
        byte[] close = opener is 0x9f or 0xbf ? [.. Enumerable.Repeat((byte)0xff, depth)] : [];
        return [.. Enumerable.Repeat(level, depth).SelectMany(b => b), 0x00, .. close];
    }

    private static byte[] ItemAt(byte[] array, int index)
    {
        CborReader reader = new(array);
        reader.ReadArrayStart();
        for (int i = 0; i < index; i++)
            reader.Skip();
        return reader.ReadEncoded().ToArray();
    }
}
