using System.Collections.Concurrent;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>One open session for each machine, made when it is first needed and again when it broke.</summary>
/// <remarks>One thing at a time is asked of one machine; different machines are independent.</remarks>
internal sealed class MachineSessions(IAgentConnector connector) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, AgentClient> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Asks something over the machine's session.</summary>
    /// <exception cref="MachineException">It could not be reached, or refused.</exception>
    public async Task<T> WithAsync<T>(string machine, Func<AgentClient, Task<T>> ask, CancellationToken cancellation)
    {
        SemaphoreSlim turn = _turns.GetOrAdd(machine, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            AgentClient client = await GetAsync(machine, cancellation);
            T answer;
            try
            {
                answer = await ask(client);
            }
            catch when (!client.IsAlive)
            {
                await DropAsync(machine);
                throw;
            }

            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Asks something over a connection of its own.</summary>
    public async Task<T> AnewAsync<T>(string machine, Func<AgentClient, Task<T>> ask, CancellationToken cancellation)
    {
        await using AgentClient client = await AgentClient.OpenAsync(connector, machine, ConnectionKind.Fresh, cancellation);
        return await ask(client);
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_open.Values.Select(client => client.DisposeAsync().AsTask()));

    private async Task<AgentClient> GetAsync(string machine, CancellationToken cancellation)
    {
        if (_open.TryGetValue(machine, out AgentClient? there))
            return there;
        AgentClient client = await OpenAsync(machine, cancellation);
        _open[machine] = client;
        return client;
    }

    private async Task<AgentClient> OpenAsync(string machine, CancellationToken cancellation)
    {
        try
        {
            return await AgentClient.OpenAsync(connector, machine, ConnectionKind.Shared, cancellation);
        }
        catch (MachineException missing) when (missing.Failure.Kind == FailureKind.NoAgent && connector is SshConnector { BringsAgents: true } ssh)
        {
            await ssh.BringAgentAsync(machine, cancellation);
            return await AgentClient.OpenAsync(connector, machine, ConnectionKind.Shared, cancellation);
        }
    }

    private async Task DropAsync(string machine)
    {
        if (_open.TryRemove(machine, out AgentClient? broken))
            await broken.DisposeAsync();
    }
}
