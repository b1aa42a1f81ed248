using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>A session with one agent, as its client.</summary>
/// <remarks>One request at a time. After a <see cref="MachineException"/> that is no refusal the session is over.</remarks>
internal sealed class AgentClient : IAsyncDisposable
{
    private const string Version = "0.1.0";
    private readonly string _machine;
    private readonly IAgentConnection _connection;
    private ulong _id;

    private AgentClient(string machine, IAgentConnection connection)
    {
        _machine = machine;
        _connection = connection;
    }

    /// <summary>What the agent said of itself.</summary>
    public required Welcome Welcome { get; init; }

    /// <summary>False after the connection has failed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Starts an agent and shakes hands.</summary>
    public static async Task<AgentClient> OpenAsync(
        IAgentConnector connector, string machine, ConnectionKind kind, CancellationToken cancellation)
    {
        IAgentConnection connection = await connector.ConnectAsync(machine, kind, cancellation);
        try
        {
            AgentClient probe = new(machine, connection) { Welcome = new Welcome() };
            Reply reply = await probe.AskAsync(
                new Request { Hello = new Hello { Protocol = AgentProtocol.Version, PoolVersion = Version } }, cancellation);
            return new AgentClient(machine, connection) { Welcome = reply.Welcome, _id = 1 };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks at the machine.</summary>
    public async Task<ObservedMachine> InspectAsync(Inspect inspect, CancellationToken cancellation) =>
        (await AskAsync(new Request { Inspect = inspect }, cancellation)).Observed;

    /// <summary>Asks something that has one closing reply.</summary>
    /// <exception cref="MachineException">It was refused, or the session broke.</exception>
    public async Task<Reply> AskAsync(Request request, CancellationToken cancellation)
    {
        request.Id = ++_id;
        await SendAsync(request, cancellation);
        return await ReadClosingAsync(_ => Task.CompletedTask, cancellation);
    }

    /// <summary>Brings a release there; only what is missing travels.</summary>
    /// <param name="fence">Who changes the machine.</param>
    /// <param name="manifest">The release.</param>
    /// <param name="open">The bytes with a hash.</param>
    /// <param name="cancellation">Stops; what has arrived is dropped.</param>
    public async Task<Staged> StageAsync(
        Fence fence, ByteString manifest, Func<string, Stream> open, CancellationToken cancellation)
    {
        ulong id = ++_id;
        await SendAsync(new Request { Id = id, Stage = new Stage { Fence = fence, Manifest = manifest } }, cancellation);
        Reply reply = await ReadClosingAsync(
            async missing =>
            {
                foreach (string hash in missing.Blobs)
                    await SendBlobAsync(id, hash, open, cancellation);
            },
            cancellation);
        return reply.Staged;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SendBlobAsync(ulong id, string hash, Func<string, Stream> open, CancellationToken cancellation)
    {
        await using Stream source = open(hash);
        byte[] piece = new byte[AgentProtocol.BlobPieceBytes];
        bool isLast = false;
        while (!isLast)
        {
            int size = await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation);
            isLast = size < piece.Length;
            Blob blob = new() { Sha256 = hash, Data = UnsafeByteOperations.UnsafeWrap(piece.AsMemory(0, size)), IsLast = isLast };
            await SendAsync(new Request { Id = id, Blob = blob }, cancellation);
        }
    }

    private async Task<Reply> ReadClosingAsync(Func<Missing, Task> send, CancellationToken cancellation)
    {
        while (true)
        {
            Reply? reply = await ReadAsync(cancellation);
            switch (reply?.ReplyCase)
            {
                case null:
                    IsAlive = false;
                    throw new MachineException(await _connection.WhyEndedAsync());
                case Reply.ReplyOneofCase.Progress:
                    break;
                case Reply.ReplyOneofCase.Missing:
                    await send(reply.Missing);
                    break;
                case Reply.ReplyOneofCase.Refused:
                    throw new MachineException(Refusals.Explain(_machine, reply.Refused)) { Lock = reply.Refused.Lock };
                default:
                    return reply;
            }
        }
    }

    private async Task<Reply?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await MessageStream.ReadAsync(_connection.FromAgent, Reply.Parser, cancellation);
        }
        catch (WireException broken)
        {
            IsAlive = false;
            Failure why = await _connection.WhyEndedAsync();
            throw new MachineException(why.Kind == FailureKind.Other
                ? new Failure(FailureKind.NoAgent, $"{_machine}: what answers is no pool agent ({broken.Message})")
                : why);
        }
        catch (OperationCanceledException)
        {
            IsAlive = false;
            throw;
        }
    }

    private async Task SendAsync(Request request, CancellationToken cancellation)
    {
        try
        {
            await MessageStream.WriteAsync(_connection.ToAgent, request, cancellation);
        }
        catch (IOException)
        {
            IsAlive = false;
            throw new MachineException(await _connection.WhyEndedAsync());
        }
    }
}
