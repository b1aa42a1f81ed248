using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private readonly TempFolder _folder = new();

    private string LogPath => _folder["audit.ndjson"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_come_back_as_they_were()
    {
        RolloutEvent[] events =
        [
            new RolloutBegun(At, RolloutPurpose.Apply, "p", "ann", "because \"of\" ümlauts", ""),
            new MachineFailed(At, "edge-1", new Failure(FailureKind.Crashed, "died")),
            new RolloutEnded(At, RolloutOutcome.RolledBack, null),
        ];
        Write(events);

        Assert.Equal(events, AuditLog.ReadAll(LogPath).Select(entry => entry.Event));
    }

    [Fact]
    public void Any_changed_byte_is_found()
    {
        Write([new MachineStaged(At, "edge-1"), new ActivationBegun(At, "edge-1"), new MachineActivated(At, "edge-1", true)]);
        byte[] good = File.ReadAllBytes(LogPath);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            File.WriteAllBytes(LogPath, bad);
            bool isFound;
            try
            {
                // A line end that is gone makes the last line one that was never finished.
                isFound = AuditLog.ReadAll(LogPath).Count < 3;
            }
            catch (AuditException)
            {
                isFound = true;
            }

            Assert.True(isFound, $"byte {i}");
        }
    }

    [Fact]
    public void A_line_that_was_cut_off_is_dropped_and_the_log_goes_on()
    {
        Write([new MachineStaged(At, "edge-1"), new ActivationBegun(At, "edge-1")]);
        using (FileStream file = File.OpenWrite(LogPath))
            file.SetLength(file.Length - 5);

        Write([new MachineHealthy(At, "edge-1")]);

        Assert.Equal(
            [typeof(MachineStaged), typeof(MachineHealthy)], AuditLog.ReadAll(LogPath).Select(entry => entry.Event.GetType()));
    }

    private void Write(RolloutEvent[] events)
    {
        using AuditLog log = AuditLog.Open(LogPath);
        foreach (RolloutEvent happened in events)
            log.Append("r", happened);
    }
}
