using Polly;
using Polly.Retry;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>Starts agents through the system's SSH client.</summary>
/// <remarks>
/// SSH servers drop logins when too many come up at the same time (MaxStartups, 10 by default): a place is held from the
/// start of the client until the session stands. Machines have servers of their own; those behind one jump host share its.
/// </remarks>
internal sealed class SshConnector(
    SshSettings settings, AgentProgram agent, IReadOnlyDictionary<string, SshTarget> targets, TimeProvider time) : IAgentConnector, IDisposable
{
    private const int StartsAtOnce = 32;
    private const int StartsAtOnceThroughOneHost = 6;
    private const int MaximumPrintedBytes = 16 * 1024 * 1024;

    private readonly SemaphoreSlim _starts = new(StartsAtOnce);
    private readonly AgentUpload _upload = new(agent);

    private readonly Dictionary<string, SshTarget> _pinned = targets.Values
        .Where(target => target.HostKey is not null)
        .DistinctBy(target => target.Host)
        .ToDictionary(target => target.Host, StringComparer.Ordinal);

    private readonly Dictionary<string, SemaphoreSlim> _startsThrough = targets.Values
        .Select(target => target.Jump).OfType<string>()
        .Select(jump => jump.Split(',')[0]).Distinct(StringComparer.Ordinal)
        .ToDictionary(host => host, _ => new SemaphoreSlim(StartsAtOnceThroughOneHost), StringComparer.Ordinal);

    private readonly ResiliencePipeline _patience = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(Again(SshFailures.IsBusy, retries: 6))
        .AddRetry(Again(SshFailures.IsRefused, retries: 3))
        .Build();

    /// <summary>Where the agent is missing it is brought: not where the operator has named a command for it.</summary>
    public bool BringsAgents => agent.Command is null;

    public async Task<IAgentConnection> ConnectAsync(string machine, ConnectionKind kind, CancellationToken cancellation) =>
        await OpenAsync(targets[machine], kind, agent.StartScript, cancellation);

    /// <summary>Has a machine's own shell run a script as root.</summary>
    /// <returns>What it printed; null where it did not come to its end.</returns>
    /// <exception cref="MachineException">There is no session.</exception>
    public async Task<byte[]?> ReadAsync(string machine, ReadOnlyMemory<byte> script, CancellationToken cancellation)
    {
        await using ProcessConnection connection = await OpenAsync(
            targets[machine], ConnectionKind.Shared, RemoteScript.Interpreter, cancellation);
        try
        {
            await connection.ToAgent.WriteAsync(script, cancellation);
            connection.EndInput();
            byte[]? printed = await ReadAllAsync(connection.FromAgent, cancellation);
            return await connection.ExitCodeAsync(cancellation) == 0 ? printed : null;
        }
        catch (IOException)
        {
            // It ended before it had read everything.
            return null;
        }
    }

    /// <summary>Brings the agent's program to a machine.</summary>
    /// <exception cref="MachineException">It cannot be done; nothing of it stays there.</exception>
    public async Task BringAgentAsync(string machine, CancellationToken cancellation)
    {
        SshTarget target = targets[machine];
        if (agent.SourcePath is null)
            throw new MachineException(new Failure(
                FailureKind.NoAgent,
                $"{machine}: there is no pool agent on it, and this pool is no published single file that could be brought there"));
        await using ProcessConnection connection = await OpenAsync(target, ConnectionKind.Shared, agent.ReceiveScript, cancellation);
        try
        {
            await _upload.SendAsync(connection.ToAgent, cancellation);
            connection.EndInput();
            byte[] end = new byte[1];
            if (await connection.FromAgent.ReadAsync(end, cancellation) == 0 && await connection.ExitCodeAsync(cancellation) == 0)
                return;
        }
        catch (IOException)
        {
            // The other side has ended before it had everything; its exit code and words say why.
        }

        Failure why = await connection.WhyEndedAsync();
        throw new MachineException(why with { Sentence = $"{why.Sentence}; it happened while the agent was brought there" });
    }

    public void Dispose()
    {
        _upload.Dispose();
        _starts.Dispose();
        foreach (SemaphoreSlim starts in _startsThrough.Values)
            starts.Dispose();
    }

    private static async Task<byte[]?> ReadAllAsync(Stream output, CancellationToken cancellation)
    {
        using MemoryStream all = new();
        byte[] piece = new byte[16 * 1024];
        while (await output.ReadAsync(piece, cancellation) is > 0 and var size)
        {
            if (all.Length + size > MaximumPrintedBytes)
                return null;
            all.Write(piece, 0, size);
        }

        return all.ToArray();
    }

    private async Task<ProcessConnection> OpenAsync(SshTarget target, ConnectionKind kind, string script, CancellationToken cancellation) =>
        await _patience.ExecuteAsync(
            async stop =>
            {
                try
                {
                    return await StartAsync(target, kind, script, stop);
                }
                catch (MachineException failed) when (kind == ConnectionKind.Shared && MayBeTheSharing(target, failed.Failure))
                {
                    return await StartAsync(target, ConnectionKind.Fresh, script, stop);
                }
            },
            cancellation);

    /// <summary>
    /// A socket whose master hangs, or words that got lost: with sharing, the client hides what hosts on the way say.
    /// </summary>
    private bool MayBeTheSharing(SshTarget target, Failure failure) =>
        settings.ControlFolder is not null && failure.Kind == FailureKind.Unreachable
        && (target.Jump is not null || failure.Sentence.Contains("control socket", StringComparison.OrdinalIgnoreCase)
            || failure.Sentence.Contains("mux_", StringComparison.Ordinal) || failure.Sentence.Contains(NoStart, StringComparison.Ordinal));

    private static RetryStrategyOptions Again(Func<Failure, bool> isMomentary, int retries) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<MachineException>(failed => isMomentary(failed.Failure)),
        MaxRetryAttempts = retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(0.2),
        MaxDelay = TimeSpan.FromSeconds(3),
        UseJitter = true,
    };

    private const string NoStart = "was not started within";

    private async Task<ProcessConnection> StartAsync(SshTarget target, ConnectionKind kind, string script, CancellationToken cancellation)
    {
        SemaphoreSlim starts = target.Jump is { } jump ? _startsThrough[jump.Split(',')[0]] : _starts;
        await starts.WaitAsync(cancellation);
        try
        {
            ProcessConnection connection = ProcessConnection.Start(
                target, settings.Program, SshArguments.For(settings, target, kind, script, _pinned));
            try
            {
                await BeginAsync(connection, target, cancellation);
                return connection;
            }
            catch
            {
                connection.Abandon();
                await connection.DisposeAsync();
                throw;
            }
        }
        finally
        {
            starts.Release();
        }
    }

    private async Task BeginAsync(ProcessConnection connection, SshTarget target, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using ITimer timer = time.CreateTimer(
            source => ((CancellationTokenSource)source!).Cancel(), patience, TimeSpan.FromSeconds(settings.StartSeconds), Timeout.InfiniteTimeSpan);
        try
        {
            if (await RemoteScript.FindBeginAsync(connection.FromAgent, target.Machine, patience.Token) is { } instead)
                throw new MachineException(await connection.WhyEndedAsync(instead));
            connection.HasBegun = true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MachineException(new Failure(
                FailureKind.Unreachable,
                $"{target.Machine}: a session {NoStart} {settings.StartSeconds} s: does something hang in its login (shell, PAM, home)?"));
        }
    }
}
