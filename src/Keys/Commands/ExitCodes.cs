namespace PoolTopology.Keys.Commands;

/// <summary>How the process ends; the numbers are the same in every executable of the project.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Refused or failed; the sentence on standard error says why.</summary>
    public const int Error = 1;

    /// <summary>The command line makes no sense; nothing was tried.</summary>
    public const int Usage = 64;
}
