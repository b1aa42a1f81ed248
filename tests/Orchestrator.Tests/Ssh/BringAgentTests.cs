using System.Security.Cryptography;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Ssh.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

/// <summary>The agent's program comes to a machine whole or not at all, and old ones go.</summary>
public sealed class BringAgentTests : IDisposable
{
    private const string Folder = "/opt/pooltopology/agent";
    private readonly SshWorld _world = new();

    public void Dispose() => _world.Dispose();

    [SshFact]
    public async Task A_missing_agent_is_brought_once_and_starts()
    {
        SshServer server = Start();
        AgentProgram agent = Program(_world, "");
        await using (SshOperator first = new(_world, agent, 20, SshOperator.At(server)))
            Assert.True((await first.InspectAsync()).IsRoot);
        DateTime brought = File.GetLastWriteTimeUtc(server[$"{Folder}/{agent.Sha256}/pool"]);

        await using SshOperator second = new(_world, agent, 20, SshOperator.At(server));
        await second.InspectAsync();

        Assert.Equal(brought, File.GetLastWriteTimeUtc(server[$"{Folder}/{agent.Sha256}/pool"]));
        Assert.Equal(["pool"], Files(server));
    }

    [SshFact]
    public async Task A_disk_that_is_full_keeps_nothing_of_it()
    {
        SshServer server = Start("mkdir /opt/pooltopology; mount -t tmpfs -o size=256k tmpfs /opt/pooltopology");
        await using SshOperator operators = new(_world, Program(_world, "", paddingBytes: 8_000_000), 20, SshOperator.At(server));

        Failure failure = await operators.FailAsync();

        Assert.Equal((FailureKind.NoSpace, ExitCodes.Error), (failure.Kind, failure.ExitCode));
        Assert.StartsWith("edge-1: its disk is full", failure.Sentence, StringComparison.Ordinal);
        Assert.Empty(Files(server));
    }

    [SshFact]
    public async Task A_connection_that_dies_midway_keeps_nothing_of_it()
    {
        SshServer server = Start();
        AgentProgram agent = Program(_world, "", paddingBytes: 60_000_000);
        await using SshOperator operators = new(_world, agent, 20, SshOperator.At(server));

        Task<Failure> bringing = operators.FailAsync();
        while (!Files(server).Any(name => name.StartsWith("pool.new.", StringComparison.Ordinal)) && !bringing.IsCompleted)
            await Task.Delay(5);
        server.KillSessions();
        Failure failure = await bringing;

        Assert.Equal((FailureKind.Unreachable, ExitCodes.Unreachable), (failure.Kind, failure.ExitCode));
        Assert.Contains("while the agent was brought there", failure.Sentence, StringComparison.Ordinal);
        for (int i = 0; i < 100 && Files(server).Length > 0; i++)
            await Task.Delay(20);
        Assert.Empty(Files(server));
        Assert.True((await operators.InspectAsync()).IsRoot);
    }

    [SshFact]
    public async Task An_agent_for_another_processor_does_not_travel()
    {
        SshServer server = Start();
        await using SshOperator operators = new(_world, Program(_world, "") with { Architecture = "z80" }, 20, SshOperator.At(server));

        Failure failure = await operators.FailAsync();

        Assert.Equal((FailureKind.WrongArchitecture, ExitCodes.SafetyRefusal), (failure.Kind, failure.ExitCode));
        Assert.Contains("(ssh: x86_64)", failure.Sentence, StringComparison.Ordinal);
        Assert.Empty(Files(server));
    }

    [SshFact]
    public async Task Old_agents_go_but_for_those_that_are_still_needed()
    {
        SshServer server = Start($"mount -t tmpfs tmpfs /etc/systemd; mkdir -p /etc/systemd/system; "
            + $"echo ExecStart={Folder}/needed/pool agent expire > /etc/systemd/system/pooltopology-expire.service; "
            + $"for old in needed gone-1 gone-2; do mkdir -p {Folder}/$old; cp /bin/true {Folder}/$old/pool; touch -d 2020-01-01 {Folder}/$old; done; "
            + $"mkdir -p {Folder}/runs; cp /bin/sleep {Folder}/runs/pool; {Folder}/runs/pool 1000 & touch -d 2020-01-01 {Folder}/runs; "
            + $"echo half > {Folder}/needed/pool.new.7; touch -d 2020-01-01 {Folder}/needed/pool.new.7");
        foreach (string version in new[] { "# 1", "# 2" })
        {
            await using SshOperator operators = new(_world, Program(_world, version), 20, SshOperator.At(server));
            await operators.InspectAsync();
        }

        string[] there = [.. Directory.GetDirectories(server[Folder]).Select(Path.GetFileName).OfType<string>()];
        Assert.Equal(["needed", "runs"], there.Where(name => name.Length < 64).Order(StringComparer.Ordinal));
        Assert.Equal(2, there.Count(name => name.Length == 64));
    }

    /// <summary>A program that can be brought: what is published is 100 MB; this is a script that starts this build.</summary>
    internal static AgentProgram Program(SshWorld world, string remark, int paddingBytes = 0)
    {
        string path = world.Script("pool", $"{remark}\nexec {SshOperator.RealAgent}");
        if (paddingBytes > 0)
        {
            byte[] padding = new byte[paddingBytes];
            new Random(7).NextBytes(padding);
            File.AppendAllText(path, "exit\n");
            using FileStream file = new(path, FileMode.Append);
            file.Write(padding);
        }

        return new AgentProgram(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), "", null);
    }

    private SshServer Start(string prepare = "")
    {
        SshServer server = _world.Start("127.0.0.1", new SshServerOptions(Prepare: prepare));
        _world.Know(server);
        return server;
    }

    private static string[] Files(SshServer server) => Directory.Exists(server[Folder])
        ? [.. Directory.GetFiles(server[Folder], "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()]
        : [];
}
