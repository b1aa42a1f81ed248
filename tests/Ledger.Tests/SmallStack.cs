using System.Runtime.ExceptionServices;

namespace PoolTopology.Ledger.Tests;

/// <summary>Runs a test on a thread with a stack as small as any that reads blocks: too deep a recursion ends the run.</summary>
internal static class SmallStack
{
    private const int SizeBytes = 256 * 1024;

    public static void Run(Action test)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    test();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            SizeBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
