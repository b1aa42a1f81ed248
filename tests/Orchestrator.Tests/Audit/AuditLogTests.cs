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

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public void A_log_that_was_cut_or_deleted_is_found_and_not_appended_to(int kept, bool isWhole)
    {
        Write([new MachineStaged(At, "edge-1"), new ActivationBegun(At, "edge-1"), new MachineActivated(At, "edge-1", true)]);
        string[] lines = File.ReadAllLines(LogPath);
        File.Delete(LogPath);
        if (kept > 0)
            File.WriteAllText(LogPath, string.Concat(lines.Take(kept).Select(line => line + "\n")));

        if (isWhole)
        {
            Assert.Equal(kept, AuditLog.Verify(LogPath).Count);
            AuditLog.Open(LogPath).Dispose();
            return;
        }

        Assert.Contains("cut or deleted", Assert.Throws<AuditException>(() => AuditLog.Verify(LogPath)).Message, StringComparison.Ordinal);
        Assert.Throws<AuditException>(() => AuditLog.Open(LogPath));
    }

    [Fact]
    public void A_log_that_was_written_anew_is_found()
    {
        Write([new MachineStaged(At, "edge-1"), new ActivationBegun(At, "edge-1")]);
        string head = File.ReadAllText(_folder["audit.head"]);
        File.Delete(LogPath);
        File.Delete(_folder["audit.head"]);
        Write([new MachineStaged(At, "edge-2"), new ActivationBegun(At, "edge-2")]);
        File.WriteAllText(_folder["audit.head"], head);

        Assert.Contains("another than was written", Assert.Throws<AuditException>(() => AuditLog.Verify(LogPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_cut_off_is_dropped_and_the_log_goes_on()
    {
        Write([new MachineStaged(At, "edge-1"), new ActivationBegun(At, "edge-1")]);
        // A power cut comes before the head is moved on.
        File.Delete(_folder["audit.head"]);
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
