using System.Diagnostics;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Ssh.Support;

/// <summary>A network namespace with SSH servers and an operator whose keys and configuration are of no use elsewhere.</summary>
internal sealed class SshWorld : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static int _count;

    private readonly TempFolder _folder = new();
    private readonly string _namespace = $"ss-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
    private readonly List<SshServer> _servers = [];

    public SshWorld()
    {
        Run("ip", "netns", "add", _namespace);
        Run("ip", "-n", _namespace, "link", "set", "lo", "up");
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _folder["id"]);
        KnownHosts = _folder["known_hosts"];
        File.WriteAllText(KnownHosts, "");
        Config = _folder["config"];
        File.WriteAllText(
            Config,
            $"""
            Host *
              IdentityFile {_folder["id"]}
              IdentitiesOnly yes
              UserKnownHostsFile {KnownHosts}
              GlobalKnownHostsFile /dev/null

            """);
        Client = Script("ssh", $"exec ip netns exec {_namespace} /usr/bin/ssh \"$@\"");
        Controls = Directory.CreateDirectory($"/tmp/ss-{Guid.NewGuid():N}"[..14], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>The network namespace.</summary>
    public string Name => _namespace;

    /// <summary>The SSH client, in the namespace.</summary>
    public string Client { get; }

    /// <summary>The operator's SSH configuration.</summary>
    public string Config { get; }

    /// <summary>The operator's known_hosts.</summary>
    public string KnownHosts { get; }

    /// <summary>A folder for sockets of shared connections.</summary>
    public string Controls { get; }

    /// <summary>A path in a folder that is gone after the test.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Starts a server.</summary>
    public SshServer Start(string address, SshServerOptions? options = null)
    {
        SshServer server = new(_namespace, _folder[$"server{_servers.Count}"], _folder["id.pub"], address, options ?? new SshServerOptions());
        _servers.Add(server);
        return server;
    }

    /// <summary>The operator knows a server's key.</summary>
    public void Know(SshServer server) =>
        File.AppendAllText(KnownHosts, $"[{server.Address}]:{server.Port} {server.HostKey}\n");

    /// <summary>Makes a program.</summary>
    public string Script(string name, string text)
    {
        string path = _folder[name];
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, Executable);
        return path;
    }

    /// <summary>Runs a program in the namespace.</summary>
    public void Inside(params string[] command) => Run(["ip", "netns", "exec", _namespace, .. command]);

    public void Dispose()
    {
        // Masters of shared connections live on: they are ended by their sockets.
        foreach (string socket in Directory.GetFiles(Controls))
            TryRun("ip", "netns", "exec", _namespace, "ssh", "-o", $"ControlPath={socket}", "-O", "exit", "x");
        foreach (SshServer server in _servers)
            server.Dispose();
        TryRun("ip", "netns", "delete", _namespace);
        Directory.Delete(Controls, recursive: true);
        _folder.Dispose();
    }

    internal static string Run(params string[] command)
    {
        (int exitCode, string output) = TryRun(command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)}: {exitCode}: {output}");
    }

    internal static (int ExitCode, string Output) TryRun(params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
