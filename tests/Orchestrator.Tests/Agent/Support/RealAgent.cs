using System.Diagnostics;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>A process <c>pool agent</c>, as a client sees it.</summary>
internal sealed class RealAgent : IAsyncDisposable
{
    private readonly Process _process;
    private ulong _id = 1;

    private RealAgent(Process process) => _process = process;

    /// <summary>Starts it and shakes hands.</summary>
    public static async Task<RealAgent> StartAsync(RealMachine machine)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "pool"))
        {
            ArgumentList = { "agent", "--root", machine.Root, "--tools", machine.Tools },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        RealAgent agent = new(Process.Start(start)!);
        await agent.SendAsync(new Request { Hello = new Hello { Protocol = 1, PoolVersion = "test" } });
        Reply? welcome = await agent.ReadAsync();
        return welcome?.Welcome is not null
            ? agent
            : throw new InvalidOperationException($"no welcome: {welcome}");
    }

    /// <summary>Sends requests; their replies up to the closing one of the last.</summary>
    public async Task<Reply> AskAsync(params IEnumerable<Request> requests)
    {
        foreach (Request request in requests)
            await SendAsync(request);
        while (true)
        {
            Reply reply = await ReadAsync() ?? throw new InvalidOperationException("the agent ended without an answer");
            bool isLast = reply.Id == _id - 1 && reply.ReplyCase is not (Reply.ReplyOneofCase.Progress or Reply.ReplyOneofCase.Missing);
            if (isLast || reply.Refused is not null)
                return reply;
        }
    }

    /// <summary>Sends a request and kills the agent (SIGKILL) after so many messages of progress.</summary>
    /// <returns>False where the answer came first.</returns>
    public async Task<bool> KillAfterAsync(int messages, Request request)
    {
        await SendAsync(request);
        for (int seen = 0; seen < messages; seen++)
        {
            if (await ReadAsync() is not { Progress: not null })
                return false;
        }

        _process.Kill();
        await _process.WaitForExitAsync();
        return true;
    }

    /// <summary>Sends a request and reads no answer.</summary>
    public async Task SendAsync(Request request)
    {
        request.Id = request.RequestCase == Request.RequestOneofCase.Blob ? _id - 1 : _id++;
        await MessageStream.WriteAsync(_process.StandardInput.BaseStream, request, CancellationToken.None);
    }

    /// <summary>The next reply; null where the agent has ended.</summary>
    public ValueTask<Reply?> ReadAsync() =>
        MessageStream.ReadAsync(_process.StandardOutput.BaseStream, Reply.Parser, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }
}
