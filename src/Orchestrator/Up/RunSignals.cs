using System.Globalization;
using System.Runtime.InteropServices;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Ctrl-C and its relatives: the first asks for an orderly stop, the second for an immediate one.</summary>
internal sealed class RunSignals : IDisposable
{
    private const int HangUpBit = 0;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <summary>Listens to SIGINT, SIGTERM and, unless it is ignored (nohup), SIGHUP.</summary>
    public static RunSignals Listen()
    {
        RunSignals signals = new();
        signals.Register(PosixSignal.SIGINT);
        signals.Register(PosixSignal.SIGTERM);
        if (!IsHangUpIgnored(File.ReadAllText("/proc/self/status")))
            signals.Register(PosixSignal.SIGHUP);
        return signals;
    }

    /// <summary>Asks for a stop as a signal would.</summary>
    public void Request()
    {
        if (_stop.IsCancellationRequested)
            _hurry.Cancel();
        else
            _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }

    /// <summary>Whether a process's status file says that it ignores SIGHUP.</summary>
    internal static bool IsHangUpIgnored(string status)
    {
        const string Key = "SigIgn:";
        string line = status.Split('\n').FirstOrDefault(one => one.StartsWith(Key, StringComparison.Ordinal)) ?? Key + "0";
        ulong ignored = ulong.Parse(line[Key.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (ignored >> HangUpBit & 1) != 0;
    }

    private void Register(PosixSignal signal) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Request();
    }));
}
