using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>Answers one request. A client that is gone is no reason to stop half-way: its answers are dropped.</summary>
internal sealed class ReplyWriter(Stream output, TimeProvider time) : IStepReport
{
    private bool _isClosed;
    private long _stepStart;

    /// <summary>The request that is answered.</summary>
    public ulong Request { get; set; }

    /// <summary>Sends a reply to the request.</summary>
    public async Task SendAsync(Reply reply)
    {
        reply.Id = Request;
        if (_isClosed)
            return;
        try
        {
            await MessageStream.WriteAsync(output, reply, CancellationToken.None);
        }
        catch (IOException)
        {
            _isClosed = true;
        }
    }

    /// <inheritdoc/>
    public Task SkippedAsync(int index, int count, AgentStep step) =>
        ProgressAsync(index, count, step, Progress.Types.State.Skipped, TimeSpan.Zero);

    /// <inheritdoc/>
    public Task BegunAsync(int index, int count, AgentStep step)
    {
        _stepStart = time.GetTimestamp();
        return ProgressAsync(index, count, step, Progress.Types.State.Begun, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public Task DoneAsync(int index, int count, AgentStep step) =>
        ProgressAsync(index, count, step, Progress.Types.State.Done, time.GetElapsedTime(_stepStart));

    private Task ProgressAsync(int index, int count, AgentStep step, Progress.Types.State state, TimeSpan took) =>
        SendAsync(new Reply
        {
            Progress = new Progress
            {
                Step = (uint)index + 1,
                Steps = (uint)count,
                State = state,
                What = step.Text,
                Milliseconds = took.TotalMilliseconds,
            },
        });
}
