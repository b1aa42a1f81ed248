using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Hot;
using PoolTopology.Credentials.Keys;
using PoolTopology.Crypto.Kes;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Credentials.Tests.Hot;

public sealed class HotCredentialsTests : IDisposable
{
    private const ulong Evolutions = 62;
    private static readonly KesPeriod Start = new(100);

    private readonly TemporaryFolder _folder = new();
    private readonly HotCredentialFiles _files;
    private readonly Hash28 _poolId;

    public HotCredentialsTests()
    {
        using Ed25519SigningKey cold = Ed25519SigningKey.FromSeed(EnvelopeKind.ColdSigningKey, Seed(1));
        using VrfSigningKey vrf = VrfSigningKey.FromSeed(Seed(2));
        using KesSigningKey kes = KesSigningKey.FromSeed(Seed(3));
        _poolId = cold.VerificationKey.Hash28;
        OperationalCertificate certificate = cold.Issue(kes.VerificationKey, 4, Start);
        _files = new HotCredentialFiles(
            _folder.Publish("kes.skey", kes.Write),
            _folder.Publish("vrf.skey", vrf.Write),
            _folder.Publish("opcert.cert", p => CertificateFiles.Write(p, certificate)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_three_files_that_belong_together_gives_credentials()
    {
        using HotCredentials keys = Read();
        Assert.Equal(_poolId, keys.PoolId);
        Assert.Equal(Start, keys.KesPeriod);
        Assert.Equal(4UL, keys.Certificate.IssueNumber);
    }

    [Fact]
    public void Read_another_kes_key_names_both_keys()
    {
        using KesSigningKey other = KesSigningKey.FromSeed(Seed(9));
        string path = _folder.Publish("other.skey", other.Write);
        CredentialError.KesKeyNotInCertificate error = Assert.IsType<CredentialError.KesKeyNotInCertificate>(
            HotCredentials.Read(_files with { KesKeyFile = path }, null).Error);
        Assert.Equal(Convert.ToHexStringLower(other.VerificationKey.Bytes), error.KesKeyHex);
        Assert.NotEqual(error.KesKeyHex, error.CertifiedKeyHex);
    }

    [Fact]
    public void Read_certificate_with_any_bit_changed_is_refused()
    {
        byte[] good = CertificateFiles.ReadCertificate(_files.CertificateFile).Value!.Encode();
        Random random = new(7);
        for (int i = 0; i < 100; i++)
        {
            byte[] bad = [.. good];
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            string path = _folder.Write(
                "bad.cert",
                $$"""{"type":"NodeOperationalCertificate","description":"","cborHex":"{{Convert.ToHexString(bad)}}"}""");
            CredentialError? error = HotCredentials.Read(_files with { CertificateFile = path }, null).Error;
            Assert.True(
                error is CredentialError.CertificateSignatureWrong or CredentialError.MalformedCbor, error?.ToString());
        }
    }

    [Fact]
    public void Read_for_another_pool_is_refused()
    {
        CredentialError? error = HotCredentials.Read(_files, default(Hash28)).Error;
        Assert.IsType<CredentialError.OtherPool>(error);
        using HotCredentials? same = HotCredentials.Read(_files, _poolId).Value;
        Assert.NotNull(same);
    }

    [Fact]
    public void Read_mixed_up_file_names_says_what_each_holds()
    {
        HotCredentialFiles mixed = new(_files.VrfKeyFile, _files.KesKeyFile, _files.CertificateFile);
        Assert.Contains(
            "must hold a VrfSigningKey_PraosVRF, but it holds a KesSigningKey_ed25519_kes_2^6",
            HotCredentials.Read(mixed, null).Error!.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, typeof(CredentialError.CertificateNotYetValid))]
    [InlineData(100, null)]
    [InlineData(161, null)]
    [InlineData(162, typeof(CredentialError.CertificateExpired))]
    public void Check_follows_the_window_of_the_certificate(ulong period, Type? expected)
    {
        using HotCredentials keys = Read();
        Assert.Equal(expected, keys.Check(new KesPeriod(period), Evolutions)?.GetType());
    }

    [Fact]
    public void Check_tells_the_numbers()
    {
        using HotCredentials keys = Read();
        Assert.Contains(
            "periods 100 to 161, and now is period 200",
            keys.Check(new KesPeriod(200), Evolutions)!.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "from KES period 100, and now is period 3",
            keys.Check(new KesPeriod(3), Evolutions)!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Check_where_the_network_allows_more_periods_than_the_key_has_stops_with_the_key()
    {
        using HotCredentials keys = Read();
        Assert.Null(keys.Check(new KesPeriod(163), 1000));
        Assert.IsType<CredentialError.CertificateExpired>(keys.Check(new KesPeriod(164), 1000));
    }

    [Fact]
    public void Sign_in_each_period_verifies_in_that_period()
    {
        using HotCredentials keys = Read();
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        foreach (ulong period in (ulong[])[100, 101, 131, 132, 161])
        {
            keys.Sign(new KesPeriod(period), "header"u8, signature);
            Assert.True(SumKes.Verify(
                keys.Certificate.KesVerificationKey.Span, (int)(period - 100), "header"u8, signature));
        }
    }

    [Fact]
    public void Evolve_erases_earlier_periods_for_good()
    {
        using HotCredentials keys = Read();
        keys.EvolveTo(new KesPeriod(105));
        Assert.IsType<CredentialError.KesPeriodErased>(keys.Check(new KesPeriod(104), Evolutions));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => keys.Sign(new KesPeriod(104), "header"u8, new byte[SumKes.SignatureSizeBytes]));
        Assert.Null(keys.Check(new KesPeriod(105), Evolutions));
    }

    private HotCredentials Read()
    {
        CredentialResult<HotCredentials> read = HotCredentials.Read(_files, null);
        Assert.Null(read.Error);
        return read.Value!;
    }

    private static byte[] Seed(byte value)
    {
        byte[] seed = new byte[32];
        Array.Fill(seed, value);
        return seed;
    }
}
