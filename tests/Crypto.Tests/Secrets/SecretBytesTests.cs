using PoolTopology.Crypto.Secrets;
using Xunit;

namespace PoolTopology.Crypto.Tests.Secrets;

public sealed class SecretBytesTests
{
    [Fact]
    public void CopyOf_keeps_the_bytes_and_starts_zeroed()
    {
        using SecretBytes empty = new(5000);
        Assert.Equal(5000, empty.Length);
        Assert.True(empty.Span.IndexOfAnyExcept((byte)0) < 0);
        using SecretBytes secret = SecretBytes.CopyOf("0123456789"u8);
        Assert.True(secret.Span.SequenceEqual("0123456789"u8));
    }

    [Fact]
    public void HasSameBytes_compares_content_and_length()
    {
        using SecretBytes secret = SecretBytes.CopyOf("0123456789"u8);
        Assert.True(secret.HasSameBytes("0123456789"u8));
        Assert.False(secret.HasSameBytes("0123456788"u8));
        Assert.False(secret.HasSameBytes("012345678"u8));
    }

    [Fact]
    public void ToString_never_shows_the_bytes()
    {
        using SecretBytes secret = SecretBytes.CopyOf("hunter2"u8);
        Assert.Equal("secret", secret.ToString());
        Assert.Equal("secret", $"{secret}");
    }

    [Fact]
    public void Span_after_disposal_throws()
    {
        SecretBytes secret = SecretBytes.CopyOf("0123456789"u8);
        secret.Dispose();
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => secret.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => secret.HasSameBytes("x"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(SecretBytes.MaximumLength + 1)]
    public void Constructor_length_outside_the_bounds_throws(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecretBytes(length).Dispose());

    [Fact]
    public void Protection_on_Linux_is_locked_or_says_that_it_was_refused()
    {
        using SecretBytes secret = new(32);
        if (OperatingSystem.IsLinux())
            Assert.NotEqual(MemoryProtection.Unsupported, secret.Protection);
        else
            Assert.Equal(MemoryProtection.Unsupported, secret.Protection);
    }
}
