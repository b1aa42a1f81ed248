using Google.Protobuf;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using Code = PoolTopology.Rpc.Agent.V1.Refused.Types.Code;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>Each refusal has its code and sentence, and leaves the machine as it was.</summary>
public sealed class RefusalTests
{
    private static readonly SampleRelease Second = KnownMachines.Second;

    [Fact]
    public Task Not_root() => RefusedAsync(Code.NotRoot, "root", machine =>
    {
        machine.IsRoot = false;
        return [Requests.Activate(KnownMachines.First, 0, 2)];
    });

    [Fact]
    public Task Wrong_architecture() => RefusedAsync(Code.WrongArchitecture, "is for x86_64; this machine is aarch64", machine =>
    {
        machine.Architecture = "aarch64";
        return Second.Stage(machine, Requests.Fence());
    });

    [Fact]
    public Task No_space_for_a_release() => RefusedAsync(Code.NoSpace, "MB free", machine =>
    {
        machine.Disk.FreeBytes = 1000;
        return [Second.Stage(machine, Requests.Fence()).First()];
    });

    [Fact]
    public Task Stale_fence() => RefusedAsync(Code.StaleFence, "has seen 5", machine => [Requests.Activate(Second, 1, 2, token: 4)], token: 5);

    [Fact]
    public Task No_fence() => RefusedAsync(Code.BadRequest, "fence", _ => [new Request { Prune = new Prune() }]);

    [Fact]
    public Task Foreign_lock() => RefusedAsync(Code.ForeignLock, "bob holds the lock", machine =>
        [Acquire("bob"), Requests.Activate(Second, 1, 2, token: 9)]);

    [Fact]
    public Task Release_that_is_not_there() => RefusedAsync(Code.NotStaged, "stage it first", _ => [Requests.Activate(Second, 1, 2)]);

    [Fact]
    public Task Plan_for_another_generation() => RefusedAsync(Code.GenerationConflict, "the machine is at 1", machine =>
        [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 0, 2)]);

    [Fact]
    public Task Generation_that_was_used() => RefusedAsync(Code.GenerationConflict, "another request", machine =>
        [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 1, 1)]);

    [Fact]
    public Task Firewall_without_a_time_for_its_confirmation() => RefusedAsync(Code.BadRequest, "confirmation", machine =>
        [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 1, 2, confirmSeconds: 0)]);

    [Fact]
    public Task Firewall_that_touches_other_tables() => RefusedAsync(Code.BadFirewall, "not about table inet pool", machine =>
    {
        SampleRelease release = SampleRelease.Make(3, "10.0.0.1 }; }\n}\nflush ruleset\ntable inet pool { set x { type ipv4_addr; elements = { 10.0.0.9");
        return [.. release.Stage(machine, Requests.Fence()), Requests.Activate(release, 1, 2)];
    });

    [Fact]
    public Task Firewall_that_nft_does_not_accept() => RefusedAsync(Code.BadFirewall, "syntax error", machine =>
    {
        SampleRelease release = SampleRelease.Make(3, "syntax error");
        return [.. release.Stage(machine, Requests.Fence()), Requests.Activate(release, 1, 2)];
    });

    [Fact]
    public Task Foreign_file() => RefusedAsync(Code.ForeignFile, "only-in-2.json", machine =>
    {
        machine.Disk.Put("/etc/pooltopology/relay-1/only-in-2.json", "by hand");
        return [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 1, 2)];
    });

    [Fact]
    public Task Damaged_journal() => RefusedAsync(Code.DamagedJournal, "line 2", machine =>
    {
        string journal = machine.Disk.Text("/var/lib/pooltopology/agent/journal")!;
        machine.Disk.Put("/var/lib/pooltopology/agent/journal", string.Join('\n', journal.Split('\n').Where((_, line) => line != 1)));
        return [Requests.Activate(Second, 1, 2)];
    });

    [Fact]
    public Task Bytes_that_are_not_what_was_announced() => RefusedAsync(Code.WrongHash, "announced", machine =>
    {
        Request[] stage = [.. Second.Stage(machine, Requests.Fence())];
        stage[1].Blob.Data = ByteString.CopyFrom(stage[1].Blob.Data.ToByteArray().Select(value => (byte)(value ^ 1)).ToArray());
        return stage[..2];
    });

    [Fact]
    public Task More_bytes_than_were_announced() => RefusedAsync(Code.WrongHash, "bytes; announced", machine =>
    {
        Request[] stage = [.. Second.Stage(machine, Requests.Fence())];
        stage[1].Blob.Data = ByteString.CopyFrom(new byte[1000]);
        return stage[..2];
    });

    [Fact]
    public Task Owner_that_does_not_exist() => RefusedAsync(Code.UnknownOwner, "nobody-here", machine =>
    {
        Manifest manifest = Manifest.Parser.ParseFrom(Second.ManifestBytes);
        byte[] bytes = [1, 2, 3];
        manifest.Files.Clear();
        manifest.Files.Add(new ManifestFile
        {
            Path = "/etc/pooltopology/x", Sha256 = PoolTopology.Orchestrator.Agent.Releases.ManifestReader.HashOf(bytes),
            SizeBytes = 3, Owner = "nobody-here",
        });
        return
        [
            new Request { Stage = new Stage { Fence = Requests.Fence(), Manifest = manifest.ToByteString() } },
            new Request { Blob = new Blob { Sha256 = manifest.Files[0].Sha256, Data = ByteString.CopyFrom(bytes), IsLast = true } },
        ];
    });

    [Fact]
    public Task Activation_that_comes_after_its_window() => RefusedAsync(Code.MissedWindow, "it is 2026-11-22T12:00:00.000Z now", machine =>
    {
        Request activate = Requests.Activate(Second, 1, 2);
        activate.Activate.BeginBeforeUnixMs = machine.WallClock.ToUnixTimeMilliseconds();
        return [.. Second.Stage(machine, Requests.Fence()), activate];
    });

    [Fact]
    public async Task Activation_that_has_begun_is_finished_after_its_window()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        Request activate = Requests.Activate(Second, 1, 2);
        activate.Activate.BeginBeforeUnixMs = machine.WallClock.ToUnixTimeMilliseconds() + 1;
        await machine.RunAgentAsync(0, [.. Second.Stage(machine, Requests.Fence()), activate]);

        Request again = activate.Clone();
        again.Activate.BeginBeforeUnixMs = 1;
        IReadOnlyList<Reply> replies = await machine.RunAgentAsync(0, again);

        Assert.Equal(2UL, replies[^1].Activated?.Generation);
    }

    [Fact]
    public Task Nothing_to_revert_to() => RefusedAsync(Code.NothingToRevert, "last good one", _ => [Requests.Revert(1)]);

    [Fact]
    public Task Revert_from_a_generation_that_is_not_in_force() => RefusedAsync(Code.NotCurrent, "is at 1", _ => [Requests.Revert(7)]);

    [Fact]
    public Task Confirmation_of_a_generation_that_is_not_in_force() => RefusedAsync(Code.NotCurrent, "is at generation 1", _ => [Requests.Confirm(2)]);

    [Fact]
    public Task Units_name_that_is_none() => RefusedAsync(Code.BadRequest, "no unit's name", machine =>
    {
        Request activate = Requests.Activate(Second, 1, 2);
        activate.Activate.Steps[4].Unit.Unit = "--root=/";
        return [.. Second.Stage(machine, Requests.Fence()), activate];
    });

    [Fact]
    public async Task Protocol_of_another_version_is_refused_and_the_session_ends()
    {
        SimulatedMachine machine = new();
        await machine.RunAgentAsync(0, new Request { Hello = new Hello { Protocol = 1 } });
        MemoryStream input = new();
        new Request { Id = 1, Hello = new Hello { Protocol = 2, PoolVersion = "9" } }.WriteDelimitedTo(input);
        Requests.Inspect().WriteDelimitedTo(input);
        input.Position = 0;
        MemoryStream output = new();
        await new PoolTopology.Orchestrator.Agent.Session.AgentSession(machine, input, output, "0.1", TimeProvider.System).RunAsync(default);
        output.Position = 0;
        Assert.Equal(Code.UnsupportedProtocol, Reply.Parser.ParseDelimitedFrom(output).Refused.Code);
        Assert.Equal(output.Length, output.Position);
    }

    [Fact]
    public async Task Alarm_that_cannot_be_set_leaves_the_firewall_alone()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        machine.System.HasNoTimers = true;
        IReadOnlyList<Reply> replies = await machine.RunAgentAsync(
            0, [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 1, 2)]);
        Assert.Equal(Code.NotArmed, replies[^1].Refused?.Code);
        Assert.Contains("10.0.0.2", machine.System.Table);
        await machine.RunAgentAsync(0, Requests.Revert(2));
        KnownMachines.RequireWhole(machine, KnownMachines.First);
    }

    [Fact]
    public async Task Node_that_does_not_start_stops_the_change_and_the_machine_goes_back()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        machine.System.Broken.Add(SampleRelease.Unit);
        IReadOnlyList<Reply> replies = await machine.RunAgentAsync(
            0, [.. Second.Stage(machine, Requests.Fence()), Requests.Activate(Second, 1, 2)]);
        Assert.Equal(Code.CommandFailed, replies[^1].Refused?.Code);
        Assert.Contains("10.0.0.2", machine.System.Table);
        machine.System.Broken.Clear();
        IReadOnlyList<Reply> back = await machine.RunAgentAsync(0, Requests.Revert(2));
        Assert.Equal(KnownMachines.First.Hash, back[^1].Reverted?.Release);
        KnownMachines.RequireWhole(machine, KnownMachines.First);
    }

    private static Request Acquire(string holder) =>
        new() { AcquireLock = new AcquireLock { Holder = holder, TtlSeconds = 60, Reason = "a rollout" } };

    private static async Task RefusedAsync(
        Code code, string sentence, Func<SimulatedMachine, IEnumerable<Request>> requests, ulong token = 1)
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        if (token > 1)
            await machine.RunAgentAsync(0, Requests.Prune(9, token));
        string Configuration() => machine.Disk.Describe(path => path.StartsWith("/etc", StringComparison.Ordinal))
            + machine.Disk.Look("/opt/pooltopology/current")!.LinkTarget + machine.System.Table + string.Join(',', machine.System.Starts);
        IEnumerable<Request> asked = requests(machine);
        string before = Configuration();
        IReadOnlyList<Reply> replies = await machine.RunAgentAsync(0, asked);
        Refused refused = replies[^1].Refused ?? throw new Xunit.Sdk.XunitException($"not refused: {replies[^1]}");
        Assert.Equal(code, refused.Code);
        Assert.Contains(sentence, refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Configuration());
    }
}
