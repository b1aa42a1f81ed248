using PoolTopology.Orchestrator.Design;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Tells a person what is wrong with a topology file.</summary>
internal static class DesignText
{
    /// <summary>The design; every finding goes to stderr.</summary>
    /// <exception cref="CommandFailure">The file has errors.</exception>
    public static PoolDesign Require(DesignResult result, string topologyFile)
    {
        foreach (string finding in result.Warnings.Concat(result.Errors))
            Console.Error.WriteLine(finding);
        return result.Design ?? throw new CommandFailure(
            ExitCodes.ValidationFailed, $"{topologyFile} has {result.Errors.Length} error(s)", "nothing was started");
    }
}
