using PoolTopology.Machines.Support;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Machines.Proof;

/// <summary>Firewalls of real machines, proved over SSH; what somebody changed by hand is found and put right.</summary>
public sealed class FirewallProofTests(DeployedPool pool, ITestOutputHelper output) : IClassFixture<DeployedPool>
{
    private const int VerificationFailed = 9;
    private const int HasChanges = 2;

    [MachineFact]
    public async Task Machines_that_were_rolled_out_are_proved_and_the_bundle_stands_by_itself()
    {
        string bundle = pool.NewFolder("good-proof");

        Finished proof = await ProveAsync(bundle, "--from", $"root@{DeployedPool.Stranger}");

        output.WriteLine($"{proof.All}\n{proof.Took.TotalSeconds:0.0} s");
        Assert.Equal(0, proof.ExitCode);
        Assert.Contains("PROVED: the rules of 4 machines", proof.Output, StringComparison.Ordinal);
        Assert.Contains("from 6 places", proof.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no stranger", proof.Output, StringComparison.Ordinal);
        Assert.Contains("bp on vault was reached by edge-1 (tcp 3001), edge-2 (tcp 3001), watch (tcp 12798), this computer (tcp 22,12799)", proof.Output, StringComparison.Ordinal);
        string digest = proof.Output[(proof.Output.LastIndexOf("digest ", StringComparison.Ordinal) + 7)..].Trim();
        Finished verified = await pool.Machines.OperatorAsync(Path.Combine(pool.Programs, "pool"), "firewall", "verify", bundle, "--digest", digest);
        Assert.Equal(0, verified.ExitCode);
        await RequireNothingLeftAsync();
    }

    [MachineFact]
    public async Task Door_that_was_opened_by_hand_is_found_by_drift_and_proof_and_shut_by_apply()
    {
        await pool.Machines.AskAsync("edge-1", "nft insert rule inet pool input tcp dport 4444 accept");

        Finished drift = await pool.PoolAsync("drift");
        Finished proof = await ProveAsync(pool.NewFolder("bad-proof"));
        Finished apply = await pool.PoolAsync("apply", "--auto-approve");
        Finished after = await pool.PoolAsync("drift");

        output.WriteLine($"{drift.All}\n{proof.All}\n{apply.All}");
        Assert.Equal(HasChanges, drift.ExitCode);
        Assert.Contains("edge-1: firewall: tcp port 4444", drift.Output, StringComparison.Ordinal);
        Assert.Equal(VerificationFailed, proof.ExitCode);
        Assert.Contains("NOT PROVED: tcp port 4444", proof.Output, StringComparison.Ordinal);
        Assert.Equal(0, apply.ExitCode);
        Assert.Contains("0 nodes restart", apply.Output, StringComparison.Ordinal);
        Assert.Equal(0, after.ExitCode);
        await RequireNothingLeftAsync();
    }

    private Task<Finished> ProveAsync(string bundle, params string[] options) =>
        pool.PoolAsync(Path.Combine(Path.GetDirectoryName(pool.State)!, "topology.yaml"), pool.State, pool.Machines.SshConfig, ["firewall", "prove"], ["--out", bundle, .. options]);

    private async Task RequireNothingLeftAsync()
    {
        foreach (string machine in DeployedPool.Names.Append(DeployedPool.Stranger))
        {
            Assert.Equal(machine == DeployedPool.Stranger ? "" : "table inet pool", await pool.Machines.AskAsync(machine, "nft list tables"));
            Assert.Equal("0", await pool.Machines.AskAsync(machine, "pgrep -cx nft || true"));
        }
    }
}
