namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>
/// The entry point of this assembly when a test starts it as a process: it then plays pool-relay, pool-producer or
/// pool-keys as far as the orchestrator can see them from outside.
/// </summary>
public static class FakeProgram
{
    public static async Task<int> Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args switch
        {
            ["fake-node", var role, "run", .. var flags] => await FakeNode.RunAsync(role, FakeFlags.Parse(flags)),
            ["fake-keys", "devnet", .. var flags] => FakeKeys.Run(FakeFlags.Parse(flags)),
            ["fake-listener", var port] => await FakeNode.ListenAsync(port),
            _ => 64,
        };
    }
}
