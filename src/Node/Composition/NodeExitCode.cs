namespace PoolTopology.Node.Composition;

/// <summary>What a node process says with its exit code. A supervisor restarts on 1 and 70, not on 64 and 78.</summary>
public static class NodeExitCode
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>
    /// An environment failure: the port is taken, the disk is full. Of a check: what was checked is not right.
    /// </summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>This program is wrong: an invariant broke (EX_SOFTWARE).</summary>
    public const int BrokenInvariant = 70;

    /// <summary>A file that it was given is wrong: a restart cannot help (EX_CONFIG).</summary>
    public const int Configuration = 78;

    /// <summary>A check was stopped before its end, so that nothing is known (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
