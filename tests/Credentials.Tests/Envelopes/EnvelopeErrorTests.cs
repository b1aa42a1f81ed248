using System.Text;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Keys;
using Xunit;

namespace PoolTopology.Credentials.Tests.Envelopes;

public sealed class EnvelopeErrorTests : IDisposable
{
    private const string KesType = "KesSigningKey_ed25519_kes_2^6";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_another_kind_of_key_names_both_kinds()
    {
        CredentialError.WrongType error = Refuse<CredentialError.WrongType>(
            Envelope("VrfSigningKey_PraosVRF", "5840" + new string('0', 128)));
        Assert.Equal((KesType, "VrfSigningKey_PraosVRF"), (error.Expected, error.Found));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"type\": \"x\",}")]
    [InlineData("{\"type\": \"x\"} x")]
    [InlineData("{\"type\": \"x\", \"description\": \"\", \"cborHex\": \"00\"")]
    public void Read_broken_json_is_an_error_with_its_place(string content)
    {
        CredentialError error = KesSigningKey.Read(_folder.Write("key", content)).Error!;
        if (content.Length == 0)
            Assert.IsType<CredentialError.NotRegularFile>(error);
        else
            Assert.True(error is CredentialError.MalformedJson { Line: >= 1, Column: >= 1 }, error.ToString());
    }

    [Theory]
    [InlineData("{\"description\": \"\", \"cborHex\": \"00\"}", "type")]
    [InlineData("{\"type\": \"x\", \"cborHex\": \"00\"}", "description")]
    [InlineData("{\"type\": \"x\", \"description\": \"\"}", "cborHex")]
    [InlineData("{\"type\": 1, \"description\": \"\", \"cborHex\": \"00\"}", "type")]
    [InlineData("{\"type\": \"x\", \"description\": \"\", \"cborHex\": []}", "cborHex")]
    public void Read_without_a_field_names_it(string content, string field) =>
        Assert.Equal(field, Refuse<CredentialError.MissingField>(content).Field);

    [Theory]
    [InlineData("5")]
    [InlineData("5902600")]
    [InlineData("zz")]
    [InlineData("\\u0030\\u0030")]
    [InlineData("0x00")]
    public void Read_bad_hexadecimal_is_an_error(string hex) =>
        Refuse<CredentialError.MalformedHex>(Envelope(KesType, hex));

    [Theory]
    [InlineData("")]
    [InlineData("a0")]
    [InlineData("590260")]
    [InlineData("410000")]
    [InlineData("5f4100ff")]
    public void Read_bad_cbor_is_an_error(string hex) =>
        Refuse<CredentialError.MalformedCbor>(Envelope(KesType, hex));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(607)]
    [InlineData(609)]
    public void Read_key_of_another_length_tells_both(int length)
    {
        CredentialError.WrongLength error = Refuse<CredentialError.WrongLength>(
            Envelope(KesType, ByteString(new byte[length])));
        Assert.Equal((608, length), (error.ExpectedBytes, error.FoundBytes));
    }

    [Fact]
    public void Read_kes_key_whose_parts_do_not_belong_together_is_an_error()
    {
        byte[] bytes = new byte[608];
        Refuse<CredentialError.InconsistentKey>(Envelope(KesType, ByteString(bytes)));
    }

    [Fact]
    public void Read_vrf_key_with_another_public_half_is_an_error()
    {
        string path = _folder.Write("vrf", Envelope("VrfSigningKey_PraosVRF", ByteString(new byte[64])));
        Assert.IsType<CredentialError.InconsistentKey>(VrfSigningKey.Read(path).Error);
    }

    [Fact]
    public void Read_too_large_a_file_is_an_error()
    {
        string path = _folder.Write("key", new byte[(64 * 1024) + 1]);
        Assert.IsType<CredentialError.TooLarge>(KesSigningKey.Read(path).Error);
    }

    [Fact]
    public void Read_ignores_unknown_fields_and_their_order()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string text = File.ReadAllText(_folder.Publish("plain", key.Write));
        string payload = text.Split('"')[11];
        string path = _folder.Write(
            "other", $$"""{"x":{"type":[1]},"cborHex":"{{payload}}","description":"d","type":"VrfSigningKey_PraosVRF"}""");
        using VrfSigningKey again = VrfSigningKey.Read(path).Value!;
        Assert.True(again.VerificationKey.HasSameBytes(key.VerificationKey.Bytes));
    }

    [Fact]
    public void Read_any_truncation_of_a_key_file_is_refused()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        byte[] whole = File.ReadAllBytes(_folder.Publish("whole", key.Write));
        // The last byte is the line feed, which nothing needs.
        for (int length = 0; length < whole.Length - 1; length++)
        {
            CredentialResult<VrfSigningKey> read = VrfSigningKey.Read(_folder.Write("cut", whole.AsSpan(0, length)));
            Assert.False(read.IsRead, $"read from {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void Read_random_bytes_is_refused_and_never_fails_otherwise()
    {
        Random random = new(20261122);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes = Encoding.UTF8.GetBytes(Envelope(KesType, Convert.ToHexString(bytes)));
            string path = _folder.Write("random", bytes);
            Assert.False(KesSigningKey.Read(path).IsRead);
            Assert.False(CertificateFiles.ReadCertificate(path).IsRead);
            Assert.False(CertificateFiles.ReadCounter(path).IsRead);
        }
    }

    [Fact]
    public void Errors_and_keys_never_show_a_secret()
    {
        byte[] seed = new byte[32];
        Array.Fill(seed, (byte)0xd7);
        using Ed25519SigningKey key = Ed25519SigningKey.FromSeed(EnvelopeKind.ColdSigningKey, seed);
        Assert.DoesNotContain("d7d7", key.ToString(), StringComparison.OrdinalIgnoreCase);
        string hex = Convert.ToHexStringLower(seed);
        foreach (string payload in (string[])["5820" + hex + "00", "5821" + hex, "581f" + hex, hex, "5820" + hex + "z", "82" + hex])
        {
            CredentialError? error = Ed25519SigningKey.ReadCold(
                _folder.Write("secret", Envelope("StakePoolSigningKey_ed25519", payload))).Error;
            Assert.NotNull(error);
            Assert.DoesNotContain("d7d7", error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    private TError Refuse<TError>(string content)
        where TError : CredentialError
    {
        string path = _folder.Write("key", content);
        TError error = Assert.IsType<TError>(KesSigningKey.Read(path).Error);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        return error;
    }

    private static string Envelope(string type, string hex) =>
        $$"""{"type": "{{type}}", "description": "", "cborHex": "{{hex}}"}""";

    private static string ByteString(byte[] bytes) => bytes.Length switch
    {
        < 24 => $"{0x40 + bytes.Length:x2}",
        < 256 => $"58{bytes.Length:x2}",
        _ => $"59{bytes.Length:x4}",
    } + Convert.ToHexStringLower(bytes);
}
