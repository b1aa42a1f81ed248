using System.IO.Pipelines;
using System.Net;

namespace PoolTopology.Network.Bearer;

/// <summary>One end of a connection in memory.</summary>
internal sealed class InMemoryBearer(PipeReader input, PipeWriter output, IPEndPoint local, IPEndPoint remote) : IBearer
{
    private const int UnreadBytesMax = 65_536;

    public PipeReader Input => input;

    public PipeWriter Output => output;

    public IPEndPoint LocalEndPoint => local;

    public IPEndPoint RemoteEndPoint => remote;

    /// <summary>Two ends; the second is the first's peer.</summary>
    public static (InMemoryBearer First, InMemoryBearer Second) CreatePair(IPEndPoint first, IPEndPoint second)
    {
        Pipe there = CreatePipe();
        Pipe back = CreatePipe();
        return (new InMemoryBearer(back.Reader, there.Writer, first, second),
            new InMemoryBearer(there.Reader, back.Writer, second, first));
    }

    /// <summary>A pipe whose waiters continue in the context in which they waited.</summary>
    public static Pipe CreatePipe() => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: UnreadBytesMax,
        resumeWriterThreshold: UnreadBytesMax / 2,
        useSynchronizationContext: true));

    public async ValueTask DisposeAsync()
    {
        await input.CompleteAsync();
        await output.CompleteAsync();
    }
}
