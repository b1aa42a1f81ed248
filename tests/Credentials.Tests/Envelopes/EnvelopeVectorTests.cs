using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Keys;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Credentials.Tests.Envelopes;

/// <summary>Files that cardano-cli and kes-agent wrote: read, and written again to the same bytes.</summary>
public sealed class EnvelopeVectorTests : IDisposable
{
    private const string Agent = "opcert-keys/kes-agent/";
    private const string Cli = "opcert-keys/cardano-cli/input/shelley/";
    private const string Devnet = "genesis/devnet/keys/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [VectorFact]
    public void Cold_signing_key_is_written_as_it_was_read()
    {
        using Ed25519SigningKey key = Read(Ed25519SigningKey.ReadCold, Agent + "cold.skey");
        AssertSameFile(Agent + "cold.skey", _folder.Publish("again", key.Write));
        AssertSameFile(Agent + "cold.vkey", _folder.Publish("public", p => EnvelopeWriter.Write(p, key.VerificationKey)));
    }

    [VectorFact]
    public void Kes_signing_key_is_written_as_it_was_read()
    {
        using KesSigningKey key = Read(KesSigningKey.Read, Agent + "kes.skey");
        AssertSameFile(Agent + "kes.skey", _folder.Publish("again", key.Write));
        AssertSameFile(Agent + "kes.vkey", _folder.Publish("public", p => EnvelopeWriter.Write(p, key.VerificationKey)));
    }

    [VectorTheory]
    [InlineData(Devnet + "vrf.skey", null)]
    [InlineData(Cli + "keys/vrf_keys/signing_key", Cli + "keys/vrf_keys/verification_key")]
    public void Vrf_signing_key_is_written_as_it_was_read(string signingKey, string? verificationKey)
    {
        using VrfSigningKey key = Read(VrfSigningKey.Read, signingKey);
        AssertSameFile(signingKey, _folder.Publish("again", key.Write));
        if (verificationKey is not null)
        {
            AssertSameFile(
                verificationKey, _folder.Publish("public", p => EnvelopeWriter.Write(p, key.VerificationKey)));
        }
    }

    [VectorTheory]
    [InlineData(Agent + "opcert.cert", 7, 1430, "2315ac62")]
    [InlineData(Devnet + "opcert.cert", 0, 0, "8a219b69")]
    public void Certificate_is_verified_and_written_as_it_was_read(
        string file, ulong issueNumber, ulong startKesPeriod, string poolId)
    {
        OperationalCertificate certificate = Read(CertificateFiles.ReadCertificate, file);
        Assert.Equal(issueNumber, certificate.IssueNumber);
        Assert.Equal(startKesPeriod, certificate.StartKesPeriod.Value);
        Assert.StartsWith(poolId, certificate.PoolId.ToString(), StringComparison.Ordinal);
        AssertSameFile(file, _folder.Publish("again", p => CertificateFiles.Write(p, certificate)));
    }

    [VectorFact]
    public void Certificate_of_the_golden_file_has_a_wrong_signature_and_says_so()
    {
        string path = CopyOf(Cli + "certificates/operational_certificate");
        CredentialError.CertificateSignatureWrong error =
            Assert.IsType<CredentialError.CertificateSignatureWrong>(CertificateFiles.ReadCertificate(path).Error);
        Assert.Equal("954e34eaf570563f61696bfb018ca2421d1464bc6ae5177bcde98605ad7da6fe", error.ColdKeyHex);
    }

    [VectorTheory]
    [InlineData(Agent + "opcert.counter", 8)]
    [InlineData(Cli + "keys/genesis_delegate_keys/operational_certificate_counter", 0)]
    public void Counter_is_written_as_it_was_read(string file, ulong next)
    {
        IssueCounter counter = Read(CertificateFiles.ReadCounter, file);
        Assert.Equal(next, counter.Next);
        AssertSameFile(file, _folder.Publish("again", p => CertificateFiles.Write(p, counter)));
    }

    [VectorFact]
    public void Issued_certificate_is_the_one_that_was_issued_with_the_same_keys()
    {
        using Ed25519SigningKey cold = Read(Ed25519SigningKey.ReadCold, Agent + "cold.skey");
        OperationalCertificate theirs = Read(CertificateFiles.ReadCertificate, Agent + "opcert.cert");
        VerificationKey kes = Read(CertificateFiles.ReadKesKey, Agent + "kes.vkey");

        OperationalCertificate ours = cold.Issue(kes, theirs.IssueNumber, theirs.StartKesPeriod);

        Assert.Equal(theirs.Encode(), ours.Encode());
    }

    [VectorFact]
    public void Extended_cold_key_verifies_with_its_first_half()
    {
        VerificationKey key = Read(CertificateFiles.ReadColdKey, Cli + "node-pool/extended-operator.vkey");
        Assert.Equal(
            "5474de0dd906dae02e33cad45bb24a21f1ade6af57457b6ea171985412cd35d0", Convert.ToHexStringLower(key.Bytes));
    }

    // The golden extended key is a payment key; a cold one has the same layout under another type.
    [VectorFact]
    public void Extended_cold_key_signs_as_the_key_in_its_own_file_says()
    {
        string text = VectorFiles.ReadText(Cli + "keys/extended_payment_keys/signing_key")
            .Replace("PaymentExtendedSigningKeyShelley", "StakePoolExtendedSigningKey", StringComparison.Ordinal);
        using Ed25519SigningKey cold = Ed25519SigningKey.ReadCold(_folder.Write("extended.skey", text)).Value!;
        Assert.Equal(
            "1f9591d2f4bef7008a549512ea2c51d78fe5954977045715303579bfdebfe1c3",
            Convert.ToHexStringLower(cold.VerificationKey.Bytes));
        VerificationKey kes = Read(CertificateFiles.ReadKesKey, Agent + "kes.vkey");
        Assert.True(cold.Issue(kes, 3, new(1430)).IsSigned());
    }

    [VectorFact]
    public void Extended_cold_key_with_another_public_half_is_an_error()
    {
        string text = VectorFiles.ReadText(Cli + "keys/extended_payment_keys/signing_key")
            .Replace("PaymentExtendedSigningKeyShelley", "StakePoolExtendedSigningKey", StringComparison.Ordinal)
            .Replace("1f9591d2", "1f9591d3", StringComparison.Ordinal);
        Assert.IsType<CredentialError.InconsistentKey>(
            Ed25519SigningKey.ReadCold(_folder.Write("extended.skey", text)).Error);
    }

    [VectorFact]
    public void Kes_key_of_an_older_layout_is_refused_by_its_length()
    {
        CredentialError? error = KesSigningKey.Read(CopyOf(Cli + "keys/kes_keys/signing_key")).Error;
        CredentialError.WrongLength length = Assert.IsType<CredentialError.WrongLength>(error);
        Assert.Equal((608, 704), (length.ExpectedBytes, length.FoundBytes));
    }

    private T Read<T>(Func<string, CredentialResult<T>> read, string vector)
        where T : class
    {
        CredentialResult<T> result = read(CopyOf(vector));
        Assert.Null(result.Error);
        return result.Value!;
    }

    // The vectors are readable by all, as signing keys must not be.
    private string CopyOf(string vector) =>
        _folder.Write(vector.Replace('/', '_'), VectorFiles.ReadBytes(vector));

    // Some golden files lost their last line feed when they were copied; cardano-cli always writes one.
    private static void AssertSameFile(string vector, string written)
    {
        string golden = VectorFiles.ReadText(vector);
        Assert.Equal(golden.EndsWith('\n') ? golden : golden + "\n", File.ReadAllText(written));
    }
}
