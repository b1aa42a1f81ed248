using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>Starts agents through the system's SSH client.</summary>
/// <remarks>At most <c>startsAtOnce</c> connections come up at the same time: SSH servers drop more (MaxStartups).</remarks>
internal sealed class SshConnector(
    SshSettings settings, AgentProgram agent, IReadOnlyDictionary<string, SshTarget> targets, int startsAtOnce) : IAgentConnector, IDisposable
{
    private readonly SemaphoreSlim _starts = new(startsAtOnce);

    public async Task<IAgentConnection> ConnectAsync(string machine, ConnectionKind kind, CancellationToken cancellation)
    {
        await _starts.WaitAsync(cancellation);
        try
        {
            return ProcessConnection.Start(
                machine, settings.Program, SshArguments.For(settings, targets[machine], kind, agent.StartScript));
        }
        finally
        {
            _starts.Release();
        }
    }

    /// <summary>Brings the agent's program to a machine.</summary>
    /// <exception cref="MachineException">It cannot be done.</exception>
    public async Task BringAgentAsync(string machine, CancellationToken cancellation)
    {
        if (agent.SourcePath is not { } source)
            throw new MachineException(new Failure(
                FailureKind.NoAgent,
                $"{machine}: there is no pool agent on it, and this pool is no published single file that could be brought there"));
        await using ProcessConnection connection = ProcessConnection.Start(
            machine, settings.Program, SshArguments.For(settings, targets[machine], ConnectionKind.Shared, agent.ReceiveScript));
        try
        {
            await using FileStream file = File.OpenRead(source);
            await file.CopyToAsync(connection.ToAgent, cancellation);
            connection.ToAgent.Close();
            byte[] end = new byte[1];
            if (await connection.FromAgent.ReadAsync(end, cancellation) == 0 && await connection.ExitCodeAsync(cancellation) == 0)
                return;
        }
        catch (IOException)
        {
            // The other side has ended before it had everything; its exit code and words say why.
        }

        throw new MachineException(await connection.WhyEndedAsync());
    }

    public void Dispose() => _starts.Dispose();
}
