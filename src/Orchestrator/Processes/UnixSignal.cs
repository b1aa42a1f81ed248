using System.Runtime.InteropServices;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>Signals to processes that this program started.</summary>
internal static class UnixSignal
{
    private const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Asks a process to stop (SIGTERM).</summary>
    /// <returns>False where it is gone already.</returns>
    /// <exception cref="InvalidOperationException">The system refused for another reason.</exception>
    public static bool SendTerminate(int pid)
    {
        if (SendSignal(pid, Terminate) == 0)
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess
            ? false
            : throw new InvalidOperationException(
                $"SIGTERM to {pid}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
