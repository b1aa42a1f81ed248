using System.Diagnostics;
using System.Globalization;

namespace PoolTopology.Orchestrator.Tests.Ssh.Support;

/// <summary>What is special about a server.</summary>
/// <param name="Configuration">Lines of sshd_config.</param>
/// <param name="Prepare">Shell commands in the machine's own view of the file system, before the server starts.</param>
/// <param name="KeyKind">The kind of its host key.</param>
internal sealed record SshServerOptions(string Configuration = "", string Prepare = "", string KeyKind = "ed25519");

/// <summary>A real sshd with a file system view of its own: /opt, /root and /run are empty, accounts are copies.</summary>
/// <remarks>Accounts beside root: <c>ops</c> (sudo without a password), <c>asks</c> (sudo with one), <c>nosh</c> (no shell).</remarks>
internal sealed class SshServer : IDisposable
{
    public const int UsualPort = 2222;
    private const int ReadyTries = 200;

    private readonly string _namespace;
    private readonly string _folder;
    private readonly SshServerOptions _options;
    private Process _process;

    public SshServer(string space, string folder, string authorizedKeys, string address, SshServerOptions options)
    {
        (_namespace, _folder, _options, Address) = (space, folder, options, address);
        Directory.CreateDirectory(folder);
        SshWorld.Run("ssh-keygen", "-q", "-t", options.KeyKind, "-N", "", "-f", At("host"));
        HostKey = string.Join(' ', File.ReadAllText(At("host.pub")).Split(' ')[..2]);
        File.WriteAllText(At("sshd"), $"""
            ListenAddress {address}
            Port {UsualPort}
            HostKey {At("host")}
            AuthorizedKeysFile /run/authorized_keys
            StrictModes no
            UsePAM no
            PidFile none
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            LogLevel INFO
            {options.Configuration}

            """);
        File.Copy(authorizedKeys, At("authorized_keys"));
        File.WriteAllText(At("passwd"), File.ReadAllText("/etc/passwd")
            + "ops:x:4241:4241::/home/ops:/bin/bash\nasks:x:4242:4242::/home/asks:/bin/sh\nnosh:x:4243:4243::/home/asks:/usr/sbin/nologin\n");
        File.WriteAllText(At("shadow"), File.ReadAllText("/etc/shadow") + "ops:*:19000::::::\nasks:*:19000::::::\nnosh:*:19000::::::\n");
        File.WriteAllText(At("sudoers"), "root ALL=(ALL:ALL) ALL\nops ALL=(ALL) NOPASSWD: ALL\nasks ALL=(ALL) ALL\n");
        _process = Launch();
    }

    public string Address { get; }

    public int Port => UsualPort;

    /// <summary>Kind and key, as topology.yaml pins it.</summary>
    public string HostKey { get; }

    /// <summary>What the server wrote to its log.</summary>
    public string Log => File.Exists(At("log")) ? File.ReadAllText(At("log")) : "";

    /// <summary>How many connections it has accepted for a login.</summary>
    public int Logins => Log.Split('\n').Count(line => line.StartsWith("Accepted publickey", StringComparison.Ordinal));

    /// <summary>A path of the machine.</summary>
    public string this[string path] => $"/proc/{Children(_process.Id)[0]}/root{path}";

    /// <summary>Ends the server; its sessions live on.</summary>
    public void StopListening() => Kill(Listener());

    /// <summary>Starts a server that was stopped, in the same view of the file system.</summary>
    public void ListenAgain()
    {
        string inner = Children(_process.Id)[0].ToString(CultureInfo.InvariantCulture);
        Process.Start("nsenter", ["-t", inner, "-n", "-m", "-p", "/usr/sbin/sshd", "-D", "-E", At("log"), "-f", At("sshd")]).Dispose();
        AwaitReady();
    }

    /// <summary>Kills whatever serves sessions, as a crash would; the server goes on.</summary>
    public void KillSessions()
    {
        foreach (int session in Children(Listener()))
            Kill(session);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private Process Launch()
    {
        // The first process of the namespace is a shell that waits: the server may be stopped and started under it.
        string script = $"""
            for d in /opt /root /run /home /mnt; do mount -t tmpfs -o mode=755 tmpfs $d; done
            install -m 644 {At("authorized_keys")} /run; mkdir -p /run/sshd /home/ops /home/asks; chown 4241 /home/ops; chown 4242 /home/asks
            chmod 440 {At("sudoers")}
            for f in passwd shadow sudoers; do mount --bind {_folder}/$f /etc/$f; done
            {_options.Prepare}
            /usr/sbin/sshd -D -E {At("log")} -f {At("sshd")} &
            while :; do sleep 1000 & wait $!; done
            """;
        Process process = Process.Start(
            "ip", ["netns", "exec", _namespace, "unshare", "-m", "-p", "-f", "--kill-child", "--mount-proc", "--propagation", "private", "sh", "-c", script]);
        _process = process;
        AwaitReady();
        return process;
    }

    private void AwaitReady()
    {
        for (int i = 0; i < ReadyTries; i++)
        {
            if (SshWorld.TryRun("ip", "netns", "exec", _namespace, "ss", "-Hltn", "src", $"{Address}:{UsualPort}").Output.Length > 0)
                return;
            Thread.Sleep(10);
        }

        throw new InvalidOperationException($"sshd did not start: {Log}");
    }

    private int Listener() => Children(Children(_process.Id)[0]).First(process => NameOf(process) == "sshd");

    private static int[] Children(int process) =>
    [
        .. SshWorld.TryRun("ps", "-o", "pid=", "--ppid", process.ToString(CultureInfo.InvariantCulture)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];

    private static string NameOf(int process) => File.ReadAllText($"/proc/{process}/comm").Trim();

    private static void Kill(int process) => SshWorld.TryRun("kill", "-9", process.ToString(CultureInfo.InvariantCulture));

    private string At(string name) => Path.Combine(_folder, name);
}
