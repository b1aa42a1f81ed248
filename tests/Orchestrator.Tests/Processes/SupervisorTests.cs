using System.Diagnostics;
using System.Net;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Processes;

/// <summary>Real small processes; waits are for what happens, never for time to pass.</summary>
public sealed class SupervisorTests : IDisposable
{
    private static readonly RestartPolicy Quick =
        new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), StableAfter: TimeSpan.FromHours(1));

    private readonly TempFolder _folder = new();
    private readonly Recorder _seen = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_process_that_dies_is_started_again_and_counted()
    {
        using Supervisor supervisor = Supervise(Quick, "echo trouble >&2; exit 3");
        Task running = supervisor.RunAsync();
        for (int life = 0; life < 3; life++)
        {
            await _seen.NextAsync<Observation.ProcessStarted>();
            Observation.ProcessExited exited = await _seen.NextAsync<Observation.ProcessExited>();
            Assert.Equal(3, exited.ExitCode);
            Assert.False(exited.Expected);
            Assert.Equal(["trouble"], exited.LastWords);
            await _seen.NextAsync<Observation.ProcessRestarting>();
        }

        supervisor.Stop();
        await running;
    }

    [Theory]
    [InlineData(64)]
    [InlineData(78)]
    public async Task RunAsync_configuration_error_is_final_and_tells_the_last_words(int exitCode)
    {
        using Supervisor supervisor = Supervise(Quick, $"echo no such file >&2; exit {exitCode}");
        await supervisor.RunAsync();
        await _seen.NextAsync<Observation.ProcessStarted>();
        await _seen.NextAsync<Observation.ProcessExited>();
        Observation.ProcessFailed failed = await _seen.NextAsync<Observation.ProcessFailed>();
        Assert.Contains("no such file", failed.Reason, StringComparison.Ordinal);
        Assert.True(_seen.IsEmpty);
    }

    [Fact]
    public async Task RunAsync_missing_program_is_final()
    {
        using Supervisor supervisor = Supervise(Quick, ["/no/such/program"]);
        await supervisor.RunAsync();
        Observation.ProcessFailed failed = await _seen.NextAsync<Observation.ProcessFailed>();
        Assert.Contains("/no/such/program", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_killed_process_comes_back_with_another_pid()
    {
        using Supervisor supervisor = Supervise(Quick, "cat");
        Task running = supervisor.RunAsync();
        Observation.ProcessStarted first = await _seen.NextAsync<Observation.ProcessStarted>();
        Process.GetProcessById(first.Pid).Kill();
        Assert.Equal(137, (await _seen.NextAsync<Observation.ProcessExited>()).ExitCode);
        await _seen.NextAsync<Observation.ProcessRestarting>();
        Assert.NotEqual(first.Pid, (await _seen.NextAsync<Observation.ProcessStarted>()).Pid);
        supervisor.Stop();
        await running;
        Assert.True((await _seen.NextAsync<Observation.ProcessExited>()).Expected);
    }

    [Fact]
    public async Task RunAsync_stable_process_begins_with_the_first_delay_again()
    {
        RestartPolicy alwaysStable = new(TimeSpan.FromMilliseconds(3), TimeSpan.FromHours(1), StableAfter: TimeSpan.Zero);
        using Supervisor supervisor = Supervise(alwaysStable, "exit 1");
        Task running = supervisor.RunAsync();
        for (int life = 0; life < 4; life++)
        {
            await _seen.NextAsync<Observation.ProcessStarted>();
            await _seen.NextAsync<Observation.ProcessExited>();
            Assert.Equal(TimeSpan.FromMilliseconds(3), (await _seen.NextAsync<Observation.ProcessRestarting>()).After);
        }

        supervisor.Stop();
        await running;
    }

    [Fact]
    public async Task RunAsync_delays_of_early_deaths_grow_up_to_the_longest()
    {
        RestartPolicy growing = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromHours(1));
        using Supervisor supervisor = Supervise(growing, "exit 1");
        Task running = supervisor.RunAsync();
        List<double> delays = [];
        for (int life = 0; life < 10; life++)
        {
            await _seen.NextAsync<Observation.ProcessStarted>();
            await _seen.NextAsync<Observation.ProcessExited>();
            delays.Add((await _seen.NextAsync<Observation.ProcessRestarting>()).After.TotalMilliseconds);
        }

        supervisor.Stop();
        await running;
        Assert.All(delays, delay => Assert.InRange(delay, 0, 20));
        Assert.True(delays.Max() > 3 * delays[0], string.Join(", ", delays));
    }

    [Fact]
    public async Task Stop_process_that_reads_its_input_ends_with_it()
    {
        using Supervisor supervisor = Supervise(Quick, "cat > /dev/null; exit 0");
        Task running = supervisor.RunAsync();
        await _seen.NextAsync<Observation.ProcessStarted>();
        supervisor.Stop();
        await running;
        Assert.Equal(0, (await _seen.NextAsync<Observation.ProcessExited>()).ExitCode);
    }

    [Fact]
    public async Task Stop_process_that_ignores_its_input_gets_sigterm_then_sigkill()
    {
        using Supervisor polite = Supervise(Quick, "exec sleep 600");
        Task running = polite.RunAsync();
        await _seen.NextAsync<Observation.ProcessStarted>();
        polite.Stop();
        await running;
        Assert.Equal(143, (await _seen.NextAsync<Observation.ProcessExited>()).ExitCode);

        using Supervisor deaf = Supervise(Quick, "trap '' TERM; exec sleep 600");
        running = deaf.RunAsync();
        await _seen.NextAsync<Observation.ProcessStarted>();
        deaf.Stop();
        await running;
        Assert.Contains((await _seen.NextAsync<Observation.ProcessExited>()).ExitCode, new[] { 137, 143 });
    }

    [Fact]
    public async Task Kill_has_no_patience()
    {
        StopPatience endless = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        using Supervisor supervisor = Supervise(Quick, ["sleep", "600"], endless);
        Task running = supervisor.RunAsync();
        await _seen.NextAsync<Observation.ProcessStarted>();
        supervisor.Kill();
        await running;
        Assert.Equal(137, (await _seen.NextAsync<Observation.ProcessExited>()).ExitCode);
    }

    private Supervisor Supervise(RestartPolicy policy, string script) => Supervise(policy, ["sh", "-c", script]);

    private Supervisor Supervise(RestartPolicy policy, string[] command, StopPatience? patience = null) => new(
        new ProcessSpec("node", [.. command], _folder["node.log"]),
        policy,
        patience ?? new StopPatience(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500)),
        (at, pid) => new Observation.ProcessStarted(at, "node", pid, Nowhere, Nowhere),
        _seen.ObserveAsync,
        TimeProvider.System);

    private static IPEndPoint Nowhere => new(IPAddress.Loopback, 1);
}
