using System.Runtime.InteropServices;

namespace PoolTopology.Node.Composition;

/// <summary>What is asked of a node process beside the usual signals: to read its files again, or to end with its parent.</summary>
internal sealed class ProcessRequests : IDisposable
{
    private readonly PosixSignalRegistration _hangUp;

    /// <summary>Listens to SIGHUP, and to the end of standard input if asked to.</summary>
    public ProcessRequests(bool endsWithInput, Action reload, Action stop)
    {
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload();
        });
        if (endsWithInput)
            StartInputWatch(stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _hangUp.Dispose();

    // A thread of its own: reading standard input blocks, and cannot be cancelled.
    private static void StartInputWatch(Action stop)
    {
        Thread watch = new(() =>
        {
            using Stream input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[256];
            try
            {
                while (input.Read(ignored) > 0)
                {
                    // Only the end counts.
                }
            }
            catch (IOException)
            {
                // A broken pipe is an end as well.
            }
            stop();
        })
        {
            IsBackground = true,
            Name = "end of input",
        };
        watch.Start();
    }
}
