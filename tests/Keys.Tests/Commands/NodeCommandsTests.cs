using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Hot;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Keys.Tests.Commands;

public sealed class NodeCommandsTests : IDisposable
{
    private const string MakeCold =
        "node key-gen --cold-verification-key-file @cold.vkey --cold-signing-key-file @cold.skey " +
        "--operational-certificate-issue-counter-file @cold.counter";

    private const string MakeKes = "node key-gen-KES --verification-key-file @kes.vkey --signing-key-file @kes.skey";
    private const string MakeVrf = "node key-gen-VRF --verification-key-file @vrf.vkey --signing-key-file @vrf.skey";

    private const string Issue =
        "node issue-op-cert --kes-verification-key-file @kes.vkey --cold-signing-key-file @cold.skey " +
        "--operational-certificate-issue-counter-file @cold.counter --kes-period 1430 --out-file @opcert.cert";

    private readonly KeysBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Make_all_keys_and_a_certificate_gives_credentials_that_belong_together()
    {
        MakeEverything();
        CredentialResult<HotCredentials> read = HotCredentials.Read(
            new HotCredentialFiles(_bench.PathOf("kes.skey"), _bench.PathOf("vrf.skey"), _bench.PathOf("opcert.cert")),
            expectedPoolId: null);
        Assert.Null(read.Error);
        using HotCredentials keys = read.Value!;
        Assert.Equal(1430UL, keys.Certificate.StartKesPeriod.Value);
        Assert.Equal(
            PoolIds.ToBech32(keys.PoolId) + Environment.NewLine,
            _bench.Expect("stake-pool id --cold-verification-key-file @cold.vkey"));
        Assert.Equal(
            keys.PoolId + Environment.NewLine,
            _bench.Expect("stake-pool id --cold-verification-key-file @cold.vkey --output-format hex"));
        Assert.Equal(
            keys.Vrf.VerificationKey.Hash32 + Environment.NewLine,
            _bench.Expect("node key-hash-VRF --verification-key-file @vrf.vkey"));
    }

    [Fact]
    public void Made_secrets_belong_to_their_owner_alone()
    {
        MakeEverything();
        foreach (string secret in (string[])["cold.skey", "kes.skey", "vrf.skey", "cold.counter"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.PathOf(secret)));
    }

    [Theory]
    [InlineData(MakeCold, "cold.skey")]
    [InlineData(MakeCold, "cold.vkey")]
    [InlineData(MakeCold, "cold.counter")]
    [InlineData(MakeKes, "kes.skey")]
    [InlineData(MakeKes, "kes.vkey")]
    [InlineData(MakeVrf, "vrf.skey")]
    public void Make_key_where_a_file_is_already_changes_nothing(string commandLine, string taken)
    {
        File.WriteAllText(_bench.PathOf(taken), "precious");
        Assert.Equal(1, _bench.Run(commandLine));
        Assert.Contains("never overwritten", _bench.Errors, StringComparison.Ordinal);
        Assert.Equal("precious", _bench.TextOf(taken));
        Assert.Equal([taken], _bench.Names());
    }

    [Fact]
    public void Issue_counts_up_and_never_uses_a_number_twice()
    {
        MakeEverything();
        for (ulong number = 0; number < 5; number++)
        {
            OperationalCertificate certificate =
                CertificateFiles.ReadCertificate(_bench.PathOf("opcert.cert")).Value!;
            Assert.Equal(number, certificate.IssueNumber);
            Assert.Contains(
                $"Next certificate issue number: {number + 1}\"", _bench.TextOf("cold.counter"), StringComparison.Ordinal);
            _bench.Expect(Issue);
        }
    }

    [Fact]
    public void Issue_that_cannot_write_the_certificate_leaves_the_counter()
    {
        MakeEverything();
        string before = _bench.TextOf("cold.counter");
        Assert.Equal(1, _bench.Run(Issue.Replace("@opcert.cert", "@missing/opcert.cert", StringComparison.Ordinal)));
        Assert.Equal(before, _bench.TextOf("cold.counter"));
    }

    [Fact]
    public void Issue_with_another_pools_counter_is_refused()
    {
        MakeEverything();
        File.Delete(_bench.PathOf("cold.skey"));
        File.Delete(_bench.PathOf("cold.vkey"));
        File.Move(_bench.PathOf("cold.counter"), _bench.PathOf("old.counter"));
        _bench.Expect(MakeCold);
        Assert.Equal(1, _bench.Run(Issue.Replace("@cold.counter", "@old.counter", StringComparison.Ordinal)));
        Assert.Contains("old.counter belongs to pool pool1", _bench.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_with_a_cold_key_open_to_others_is_refused()
    {
        MakeEverything();
        File.SetUnixFileMode(_bench.PathOf("cold.skey"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        string before = _bench.TextOf("cold.counter");
        Assert.Equal(1, _bench.Run(Issue));
        Assert.Contains("chmod 600", _bench.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _bench.TextOf("cold.counter"));
    }

    [VectorFact]
    public void Issue_with_the_agents_keys_writes_the_agents_certificate_and_counter()
    {
        Copy("cold.skey");
        Copy("kes.vkey");
        _bench.Expect("node new-counter --cold-verification-key-file " +
            VectorFiles.PathOf("opcert-keys/kes-agent/cold.vkey") +
            " --counter-value 7 --operational-certificate-issue-counter-file @cold.counter");
        _bench.Expect(Issue);
        Assert.Equal(VectorFiles.ReadText("opcert-keys/kes-agent/opcert.cert"), _bench.TextOf("opcert.cert"));
        Assert.Equal(VectorFiles.ReadText("opcert-keys/kes-agent/opcert.counter"), _bench.TextOf("cold.counter"));
    }

    [Fact]
    public void New_counter_over_an_existing_one_is_refused()
    {
        MakeEverything();
        string before = _bench.TextOf("cold.counter");
        Assert.Equal(1, _bench.Run("node new-counter --cold-verification-key-file @cold.vkey " +
            "--counter-value 0 --operational-certificate-issue-counter-file @cold.counter"));
        Assert.Equal(before, _bench.TextOf("cold.counter"));
    }

    [Theory]
    [InlineData(-1, 1, "was issued for the future")]
    [InlineData(0, 0, "")]
    [InlineData(61, 0, "")]
    [InlineData(62, 1, "issue a new KES key")]
    public void Kes_period_info_judges_by_clock_and_genesis(int periodsAfterStart, int exitCode, string error)
    {
        MakeEverything();
        _bench.Expect("devnet --out-dir @net --slots-per-kes-period 10 --system-start +0");
        // Period 1430 of ten slots of half a second.
        _bench.Time.Advance(TimeSpan.FromSeconds(5 * (1430 + periodsAfterStart)));
        Assert.Equal(
            exitCode, _bench.Run("node kes-period-info --op-cert-file @opcert.cert --genesis @net/shelley-genesis.json"));
        Assert.Contains(error, _bench.Errors, StringComparison.Ordinal);
        Assert.Contains($"current period    {1430 + periodsAfterStart}", _bench.Output, StringComparison.Ordinal);
        Assert.Contains("expires           2026-01-01T02:04:20Z", _bench.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("node")]
    [InlineData("node key-gen")]
    [InlineData("node key-gen-KES --signing-key-file @kes.skey")]
    [InlineData("node issue-op-cert --kes-period -1")]
    [InlineData("nod key-gen")]
    [InlineData("stake-pool id --cold-verification-key-file @cold.vkey --output-format base64")]
    [InlineData("devnet --out-dir @net --pools many")]
    public void Command_line_that_makes_no_sense_is_usage_and_does_nothing(string commandLine)
    {
        Assert.Equal(64, _bench.Run(commandLine));
        Assert.Contains("pool-keys: ", _bench.Errors, StringComparison.Ordinal);
        Assert.Empty(_bench.Names());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("node --help")]
    [InlineData("node issue-op-cert --help")]
    [InlineData("devnet --help")]
    public void Help_is_data_on_standard_output(string commandLine) =>
        Assert.Contains("Usage:", _bench.Expect(commandLine), StringComparison.Ordinal);

    private void MakeEverything()
    {
        _bench.Expect(MakeCold);
        _bench.Expect(MakeKes);
        _bench.Expect(MakeVrf);
        _bench.Expect(Issue);
    }

    private void Copy(string name)
    {
        File.WriteAllBytes(_bench.PathOf(name), VectorFiles.ReadBytes("opcert-keys/kes-agent/" + name));
        File.SetUnixFileMode(_bench.PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
