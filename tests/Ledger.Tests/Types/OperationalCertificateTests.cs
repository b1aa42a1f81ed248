using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Types;

public class OperationalCertificateTests
{
    [Fact]
    public void The_cold_key_signs_hot_key_counter_and_period_big_endian()
    {
        byte[] hot = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        OperationalCertificate certificate = new(hot, 0x0102, new KesPeriod(0x0304), new byte[64]);
        byte[] signed = new byte[OperationalCertificate.SignedSizeBytes];
        certificate.WriteSigned(signed);
        byte[] expected = [.. hot, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4];
        Assert.Equal(expected, signed);
    }

    [Fact]
    public void Equality_is_that_of_bytes_and_numbers()
    {
        OperationalCertificate a = new(new byte[32], 1, new KesPeriod(2), new byte[64]);
        Assert.Equal(a, new OperationalCertificate(new byte[32], 1, new KesPeriod(2), new byte[64]));
        Assert.NotEqual(a, a with { Counter = 2 });
        Assert.NotEqual(a, a with { StartKesPeriod = new KesPeriod(3) });
        Assert.NotEqual(a, a with { HotVerificationKey = Enumerable.Repeat((byte)1, 32).ToArray() });
        Assert.NotEqual(a, a with { Signature = Enumerable.Repeat((byte)1, 64).ToArray() });
    }
}
