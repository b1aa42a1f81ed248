using System.Buffers;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Ledger.Tests.Persistence;

public class LedgerStateCodecTests
{
    [Fact]
    public void What_is_written_is_read_and_has_one_form() => Seeds.ForAll(60, random =>
    {
        LedgerState state = StateSamples.State(random);
        byte[] written = Write(state);
        LedgerState read = LedgerStateCodec.Read(written);
        Assert.Equal(written, Write(read));
        Assert.Equal(state.Epoch, read.Epoch);
        Assert.Equal(state.Utxo.Outputs.Count, read.Utxo.Outputs.Count);
        Assert.Equal(state.Utxo.Stake.ByCredential.Count, read.Utxo.Stake.ByCredential.Count);
        Assert.Equal(state.Certificates.Accounts.Count, read.Certificates.Accounts.Count);
        Assert.Equal(state.Parameters.Digest, read.Parameters.Digest);
        Assert.Equal(state.PoolDistribution.ComputeDigest(), read.PoolDistribution.ComputeDigest());
        Assert.Equal(Digest.Blake2b256(written), state.ComputeDigest());
    });

    [Fact]
    public void Outputs_are_read_as_they_were_received() => Seeds.ForAll(20, random =>
    {
        LedgerState state = StateSamples.State(random);
        LedgerState read = LedgerStateCodec.Read(Write(state));
        foreach ((TransactionInput input, TransactionOutput output) in state.Utxo.Outputs)
        {
            Assert.True(read.Utxo.Outputs.TryFind(input, out TransactionOutput? found));
            Assert.Equal(output.Bytes.ToArray(), found.Bytes.ToArray());
            Assert.Equal(output.Address, found.Address);
            Assert.Equal(output.Value, found.Value);
        }
    });

    [Fact]
    public void Any_truncation_and_anything_after_is_refused()
    {
        byte[] written = Write(StateSamples.State(new Random(3)));
        for (int length = 0; length < written.Length; length++)
            Assert.Throws<CborException>(() => LedgerStateCodec.Read(written.AsSpan(0, length)));
        Assert.Throws<CborException>(() => LedgerStateCodec.Read((byte[])[.. written, 0]));
    }

    [Fact]
    public void Changed_bytes_are_refused_as_malformed_or_read_and_never_anything_else() => Seeds.ForAll(60, random =>
    {
        byte[] written = Write(StateSamples.State(random));
        for (int i = 0; i < 25; i++)
        {
            byte[] changed = (byte[])written.Clone();
            for (int n = random.Next(1, 4); n > 0; n--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Write(LedgerStateCodec.Read(changed));
            }
            catch (CborException)
            {
                continue;
            }
        }
    });

    [Fact]
    public void Random_bytes_are_refused_as_malformed() => Seeds.ForAll(500, random =>
    {
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        Assert.Throws<CborException>(() => LedgerStateCodec.Read(bytes));
    });

    [Fact]
    public void Another_version_of_the_form_is_refused()
    {
        byte[] written = Write(StateSamples.State(new Random(1)));
        written[1] = 2;
        CborException error = Assert.Throws<CborException>(() => LedgerStateCodec.Read(written));
        Assert.Equal((1, "version 2"), (error.Offset, error.Found));
    }

    [Fact]
    public void Updates_that_do_the_same_have_the_same_digest() => Seeds.ForAll(100, random =>
    {
        ProtocolParameterUpdate update = StateSamples.ParameterUpdate(random);
        ArrayBufferWriter<byte> written = new();
        ProtocolParameterUpdateCodec.Write(new CborWriter(written), update);
        CborReader reader = new(written.WrittenSpan);
        ProtocolParameterUpdate read = ProtocolParameterUpdateCodec.Read(ref reader);
        reader.ExpectEnd();
        Hash32 digest = ProtocolParameterUpdateCodec.DigestOf(update);
        Assert.Equal(digest, ProtocolParameterUpdateCodec.DigestOf(read));
        Assert.Equal(digest, ProtocolParameterUpdateCodec.DigestOf(update with { Bytes = new byte[] { 1, 2, 3 } }));
        ProtocolParameterUpdate other = update with { MinFeePerByte = new Coin(12_345) };
        Assert.NotEqual(digest, ProtocolParameterUpdateCodec.DigestOf(other));
    });

    private static byte[] Write(LedgerState state)
    {
        ArrayBufferWriter<byte> output = new();
        LedgerStateCodec.Write(output, state);
        return output.WrittenSpan.ToArray();
    }
}
