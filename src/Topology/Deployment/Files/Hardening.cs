namespace PoolTopology.Topology.Deployment.Files;

/// <summary>What a node's service may not do: systemd's own tool scores it, tests hold it at 2.0 or less.</summary>
/// <remarks>
/// No MemoryDenyWriteExecute: .NET compiles at run time, and Haskell's foreign callbacks are made at run time.
/// </remarks>
internal static class Hardening
{
    public static IEnumerable<(string Setting, string Reason)> Of(NodeLayout layout) =>
        layout.IsReference ? Common
        : layout.Forges ? Common.Append(ThreadPlaces).Append(ForgeLock)
        : Common.Append(ThreadPlaces);

    private static readonly (string, string) ThreadPlaces =
        ("SystemCallFilter=sched_setaffinity", ".NET says of each thread where it may run, and does not start where it may not");

    private static readonly (string, string) ForgeLock =
        ("ReadWritePaths=-/run/lock", "the lock that keeps a second producer of the pool from forging here");

    private static readonly (string Setting, string Reason)[] Common =
    [
        ("NoNewPrivileges=yes", "no program that it starts gains rights"),
        ("CapabilityBoundingSet=", "no capability is ever needed"),
        ("AmbientCapabilities=", "no capability is given"),
        ("ProtectSystem=strict", "the whole file system is read-only but for its state"),
        ("ProtectHome=yes", "home folders do not exist for it"),
        ("ProtectProc=invisible", "it does not see other processes"),
        ("ProcSubset=pid", "it does not see the kernel's own files in /proc"),
        ("ProtectClock=yes", "it does not set the clock"),
        ("ProtectHostname=yes", "it does not rename the machine"),
        ("ProtectKernelLogs=yes", "it does not read the kernel's log"),
        ("ProtectKernelModules=yes", "it loads no kernel modules"),
        ("ProtectKernelTunables=yes", "it changes no kernel settings"),
        ("ProtectControlGroups=yes", "it changes no control groups"),
        ("PrivateTmp=yes", "a /tmp of its own"),
        ("PrivateDevices=yes", "no devices"),
        ("PrivateUsers=yes", "no other users"),
        ("RemoveIPC=yes", "leaves no shared memory behind"),
        ("LockPersonality=yes", "no other system personality"),
        ("RestrictNamespaces=yes", "makes no namespaces"),
        ("RestrictRealtime=yes", "no real-time scheduling: it could starve the machine"),
        ("RestrictSUIDSGID=yes", "makes no files that carry rights"),
        ("RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "internet and local sockets only"),
        ("SystemCallArchitectures=native", "the machine's own system calls only"),
        ("SystemCallFilter=@system-service", "the system calls that services use"),
        ("SystemCallFilter=~@privileged @resources", "and of those none that need rights or take resources"),
        ("SystemCallErrorNumber=EPERM", "a refused call is an error, not the end of the node"),
        ("UMask=0077", "its files are its own"),
    ];
}
