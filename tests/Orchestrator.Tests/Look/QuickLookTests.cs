using System.Text;
using Google.Protobuf;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Look;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Ssh.Support;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using Xunit;
using MachineReport = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Look;

/// <summary>A look without an agent, on a real machine: it sees what an agent sees, and everything that is not in order.</summary>
public sealed class QuickLookTests : IDisposable
{
    private const string Key = "/etc/pooltopology/keys/bp/kes.skey";

    private const string Identity = "/var/lib/relay-1/control.pem";
    private const string EnrolmentFile = "/etc/pooltopology/keys/bp/enrolment.pem";

    private const string Systemctl =
        """
        #!/bin/sh
        verb=$1; shift
        if [ "$verb" = show ]; then
          while [ "$1" != -- ]; do shift; done; shift
          for unit; do
            active=inactive; [ -e "/mnt/active-$unit" ] && active=active
            enabled=disabled; [ -e "/mnt/enabled-$unit" ] && enabled=enabled
            printf 'Id=%s\nLoadState=loaded\nActiveState=%s\nUnitFileState=%s\nNRestarts=0\nMainPID=0\n\n' "$unit" $active $enabled
          done
        fi
        for unit; do :; done
        case $verb in start) : >"/mnt/active-$unit";; enable) : >"/mnt/enabled-$unit";; esac
        """;

    private readonly SshWorld _world = new();

    public void Dispose() => _world.Dispose();

    [SshFact]
    public async Task It_sees_what_an_agent_sees_and_leaves_every_doubt_to_one()
    {
        SshServer server = Start();
        (DesiredMachine desired, MachineRelease release, ReleaseContents contents) = Wanted();
        await using SshOperator operators = new(_world, AgentOnTheMachine, 20, SshOperator.At(server));
        await PutInForceAsync(operators, release, contents);

        MachineReport? looked = await LookAsync(operators, desired, release);
        Assert.NotNull(looked);
        Assert.Equal(Comparable(await operators.AskAsync(Question(desired))), Comparable(looked));

        string bin = $"/opt/pooltopology/current/bin/pool-relay";
        foreach ((string disturb, string mend) in new[]
        {
            ("echo more >> /etc/pooltopology/bp/config.json", "printf '{}' > /etc/pooltopology/bp/config.json"),
            ("printf '[]' > /etc/pooltopology/bp/config.json", "printf '{}' > /etc/pooltopology/bp/config.json"),
            ("chmod 666 /etc/pooltopology/bp/config.json", "chmod 644 /etc/pooltopology/bp/config.json"),
            ("chown 1 /etc/plain.conf", "chown 0 /etc/plain.conf"),
            ("chgrp 1 /etc/plain.conf", "chgrp 0 /etc/plain.conf"),
            ("chmod u+s /etc/plain.conf", "chmod u-s /etc/plain.conf"),
            ("mv /etc/plain.conf /etc/x", "mv /etc/x /etc/plain.conf"),
            ("mv /etc/plain.conf /etc/x; ln -s /etc/x /etc/plain.conf", "mv /etc/x /etc/plain.conf"),
            ("ln -sfn /etc/hosts /etc/pooltopology/bp/config.json", "ln -sfn /opt/pooltopology/current/root/etc/pooltopology/bp/config.json /etc/pooltopology/bp/config.json"),
            ("mv /etc/pooltopology/bp/config.json /etc/x; mkdir /etc/pooltopology/bp/config.json", "rmdir /etc/pooltopology/bp/config.json; mv /etc/x /etc/pooltopology/bp/config.json"),
            ($"cp -p {bin} /mnt/program; truncate -s 2000001 {bin}", $"truncate -s 2000000 {bin}; touch -r /mnt/program {bin}"),
            // Of the same size, mode and owner: by another file, and in place.
            ($"b=$(readlink -f {bin}); head -c 2000000 /dev/urandom >/mnt/other; chmod 755 /mnt/other; cp -p $b /mnt/program; cp -p /mnt/other $b.new; mv $b.new $b",
                $"b=$(readlink -f {bin}); cp -p /mnt/program $b"),
            ($"printf x | dd of={bin} conv=notrunc status=none", $"cp -p /mnt/program {bin}"),
            ($"chmod 700 {bin}", $"chmod 755 {bin}"),
            ("f=$(echo /opt/pooltopology/releases/*/manifest); cp -p $f /mnt/m; echo >> $f", "cp -p /mnt/m /opt/pooltopology/releases/*/manifest"),
            ("ln -sfn releases/none /opt/pooltopology/current", $"ln -sfn {{0}} /opt/pooltopology/current"),
            ($"mv {Key} /mnt/key", $"mv /mnt/key {Key}"),
            ("rm /mnt/active-pool-producer@bp.service", "touch /mnt/active-pool-producer@bp.service"),
            ("rm /mnt/enabled-pool-producer@bp.service", "touch /mnt/enabled-pool-producer@bp.service"),
            ("j=/var/lib/pooltopology/agent/journal; cp -p $j /mnt/j; sed -i '1s/./x/' $j", "cp -p /mnt/j /var/lib/pooltopology/agent/journal"),
            ("j=/var/lib/pooltopology/agent/journal; mv $j /mnt/j", "mv /mnt/j /var/lib/pooltopology/agent/journal"),
            ("umount /usr/bin/systemctl; mount --bind /bin/false /usr/bin/systemctl", "umount /usr/bin/systemctl; mount --bind /mnt/systemctl /usr/bin/systemctl"),
            ("mount --bind /bin/false /usr/sbin/nft", "umount /usr/sbin/nft"),
            ("mount --bind /bin/false /usr/bin/find", "umount /usr/bin/find"),
            ("mount --bind /bin/true /usr/bin/sha256sum", "umount /usr/bin/sha256sum"),
        })
        {
            string current = server.Run("readlink /opt/pooltopology/current").Trim();
            server.Run(disturb);
            Assert.True(await LookAsync(operators, desired, release) is null, $"not seen: {disturb}");
            server.Run(mend.Replace("{0}", current, StringComparison.Ordinal));
            Assert.True(await LookAsync(operators, desired, release) is not null, $"not mended: {mend}");
        }
    }

    [SshFact]
    public async Task It_sees_the_certificates_that_an_agent_sees_and_no_key_leaves_the_machine()
    {
        SshServer server = Start();
        (DesiredMachine desired, MachineRelease release, ReleaseContents contents) = Wanted();
        await using SshOperator operators = new(_world, AgentOnTheMachine, 20, SshOperator.At(server));
        await PutInForceAsync(operators, release, contents);
        using ServiceStore store = ServiceStore.Open(_world["state"], "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        string text = store.Registrar.Enrol("bp");
        server.Run($"cat > {EnrolmentFile} <<'END'\n{text}END\nmkdir /var/lib/relay-1; cp {EnrolmentFile} {Identity}; chmod 600 {Identity}");

        MachineReport? looked = await LookAsync(operators, desired, release);

        Assert.Equal(Comparable(await operators.AskAsync(Question(desired))), Comparable(looked!));
        ObservedIdentity held = Assert.Single(looked!.Identities);
        Assert.Equal("spiffe://demo/enrolment/bp", held.Own.Name);
        byte[]? printed = await operators.Connector.ReadAsync(
            desired.MachineName, Encoding.UTF8.GetBytes(LookScript.Of(LookQuestion.Of(desired, release))), CancellationToken.None);
        string said = Encoding.UTF8.GetString(printed!);
        Assert.Contains("BEGIN CERTIFICATE", said, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", said, StringComparison.Ordinal);

        // What a node's account may put in its own folder does not hold the look up, and is not followed.
        foreach (string trap in new[] { $"rm {Identity}; mkfifo {Identity}", $"rm {Identity}; ln -s {EnrolmentFile} {Identity}", $"rm {Identity}" })
        {
            server.Run(trap);
            Assert.Null(Assert.Single((await LookAsync(operators, desired, release))!.Identities).Own);
        }
    }

    [SshFact]
    public async Task It_writes_nothing()
    {
        SshServer server = Start();
        (DesiredMachine desired, MachineRelease release, ReleaseContents contents) = Wanted();
        await using SshOperator operators = new(_world, AgentOnTheMachine, 20, SshOperator.At(server));
        await PutInForceAsync(operators, release, contents);
        const string everything = "find /opt /etc /var/lib /root /run /home /mnt -printf '%p %T@ %C@ %s\\n' | sort | grep -v ' /run/sshd\\|/opt/.*/log'";
        string before = server.Run(everything);

        Assert.NotNull(await LookAsync(operators, desired, release));

        Assert.Equal(before, server.Run(everything));
    }

    [Fact]
    public async Task What_is_cut_short_or_strange_is_left_to_an_agent()
    {
        (DesiredMachine desired, MachineRelease release, _) = Wanted();
        LookQuestion question = LookQuestion.Of(desired, release);
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(new[]
        {
            "boot\x1fb", "uptime\x1f1.0 2.0", "id\x1fm", "os\x1fDebian", "arch\x1fx86_64", "clock\x1f1700000000000", "space\x1f1 2 4096",
            "journal\x1f", "releases\x1f", "files\x1f", "hashes\x1f", "certificates0\x1f", "certificates1\x1f", "command0\x1f\x1f0", "command1\x1f\x1f0", "end\x1f",
        }.Select(section => $"\x1e{section}")));

        for (int length = 0; length <= whole.Length; length++)
            Assert.Null(await QuickLook.JudgeAsync(question, desired, whole[..length], TimeProvider.System, CancellationToken.None));
        Random random = new(20261122);
        for (int i = 0; i < 2000; i++)
        {
            byte[] other = [.. whole];
            for (int j = 0; j < 3; j++)
                other[random.Next(other.Length)] = (byte)random.Next(256);
            Assert.Null(await QuickLook.JudgeAsync(question, desired, other, TimeProvider.System, CancellationToken.None));
        }
    }

    private static AgentProgram AgentOnTheMachine => new(null, "", "", $"exec {SshOperator.RealAgent.Split(" --root")[0]}");

    private SshServer Start()
    {
        string systemctl = _world.Script("systemctl", "");
        File.WriteAllText(systemctl, Systemctl);
        SshServer server = _world.Start("127.0.0.1", new SshServerOptions(Prepare:
            $"mkdir /mnt/u /mnt/w; mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/u,workdir=/mnt/w /etc; mount -t tmpfs tmpfs /var/lib; "
            + $"cp {systemctl} /mnt/systemctl; chmod 755 /mnt/systemctl; mount --bind /mnt/systemctl /usr/bin/systemctl; "
            + $"mkdir -p {Path.GetDirectoryName(Key)}; echo secret > {Key}; chmod 400 {Key}"));
        _world.Know(server);
        _world.Inside("nft", "add table inet pool; add chain inet pool input { type filter hook input priority 0; }");
        return server;
    }

    private (DesiredMachine Desired, MachineRelease Release, ReleaseContents Contents) Wanted()
    {
        const UnixFileMode mode = (UnixFileMode)0x1a4; // 0644
        string program = _world["pool-relay"];
        File.WriteAllBytes(program, new byte[2_000_000]);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(program)));
        DesiredMachine desired = new(
            "edge-1",
            [
                new DerivedFile("/etc/plain.conf", mode, "root", "root", FileContent.Of("plain\n"), new ChangeEffect.None(), []),
                new DerivedFile("/etc/pooltopology/bp/config.json", mode, "root", "root", FileContent.Of("{}"), new ChangeEffect.None(), []),
            ],
            [new DesiredUnit("pool-producer@bp.service", "bp", NodeRole.Producer, false, true, true)],
            [new RequiredExecutable("pool-relay", "/opt/pooltopology/current/bin/pool-relay")],
            [new RequiredSecret(Key, UnixFileMode.UserRead, "root", "bp", "the KES key")],
            new ClockExpectation([], TimeSpan.FromSeconds(1)))
        {
            ControlPlaces = [new ControlPlace("bp", Identity, EnrolmentFile, "root")],
        };
        MachineRelease release = ReleaseBuilder.Of(desired, new Dictionary<string, ReleaseProgram>
        {
            ["pool-relay"] = new("pool-relay", program, hash, 2_000_000, ""),
        });
        ReleaseContents contents = new();
        contents.Add(desired, release);
        return (desired, release, contents);
    }

    private static async Task PutInForceAsync(SshOperator operators, MachineRelease release, ReleaseContents contents)
    {
        Reply lease = await operators.AskAsync(new Request { AcquireLock = new AcquireLock { Holder = "t", TtlSeconds = 60, AtLeast = 1 } });
        Fence fence = new() { Holder = "t", Token = lease.Lease.Token };
        await operators.StageAsync(fence, release, contents);
        Activate activate = new() { Fence = fence, ExpectedGeneration = 0, NewGeneration = 1, Release = release.Hash };
        const string unit = "pool-producer@bp.service";
        activate.Steps.AddRange(
        [
            new Step { SwitchRelease = new SwitchRelease() }, new Step { PlaceFiles = new PlaceFiles() },
            new Step { Unit = new UnitStep { Unit = unit, Action = UnitStep.Types.Action.Enable } },
            new Step { Unit = new UnitStep { Unit = unit, Action = UnitStep.Types.Action.Start } },
        ]);
        await operators.AskAsync(new Request { Activate = activate });
        await operators.AskAsync(new Request { ReleaseLock = new ReleaseLock { Holder = "t", Token = fence.Token } });
    }

    private static Task<MachineReport?> LookAsync(SshOperator operators, DesiredMachine desired, MachineRelease release) =>
        QuickLook.LookAsync(operators.Connector, desired, release, TimeProvider.System, CancellationToken.None);

    private static Inspect Question(DesiredMachine desired)
    {
        Inspect inspect = new() { WithRuleset = true };
        inspect.Paths.AddRange(desired.Files.Select(file => file.Path).Concat(desired.Secrets.Select(secret => secret.Path)));
        inspect.Units.AddRange(desired.Units.Select(unit => unit.Name));
        inspect.Identities.AddRange(IdentityPlaces.Of(desired));
        return inspect;
    }

    /// <summary>Without what differs from one moment to the next, and what only the kernel's clock call says.</summary>
    private static string Comparable(MachineReport report)
    {
        MachineReport copy = report.Clone();
        copy.ClockUnixMs = 0;
        copy.UptimeSeconds = 0;
        copy.ClockSynchronised = false;
        copy.ClockErrorMs = 0;
        return JsonFormatter.Default.Format(copy);
    }
}
