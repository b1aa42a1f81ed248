using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>Runs code on a thread whose new sockets belong to a network namespace.</summary>
internal static class NamespaceThread
{
    private const int CloneNewNet = 0x40000000;

    public static void In(string space, Action code)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle handle = File.OpenHandle($"/run/netns/{space}");
                if (SetNamespace(handle, CloneNewNet) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                code();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException($"in {space}: {failure.Message}", failure);
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle descriptor, int kind);
}
