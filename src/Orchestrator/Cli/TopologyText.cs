namespace PoolTopology.Orchestrator.Cli;

/// <summary>The text of a topology file, for commands that send it elsewhere.</summary>
internal static class TopologyText
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.ValidationFailed, cannot.Message, "name the topology file with -f");
        }
    }
}
