using PoolTopology.Orchestrator.Cli.Printers;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli.Printers;

public sealed class PoolTextTests
{
    [Fact]
    public void Lines_pool_with_a_relay_that_is_cut_off() => Assert.Equal(
        """
        Demo [DEMO], not isolated: nothing is firewalled
        slot 28, epoch 0 █░░░░░░░░░░░░░░░░░░░ 28/800, 0.5 s per slot
        block 7, 1 forged in this run, KES 90 days left, propagation p50 90 ms, p95 90 ms

        node      role      machine  tip           behind  peers h/w/c  restarts  health
        bp        producer  vault    7 in slot 28  0       0/0/0        0         healthy
        relay-1   relay     edge-1   7 in slot 28  0       1/0/0        0         healthy
        relay-2   relay     edge-2   4 in slot 16  3       0/0/0        0         synced: no upstream
        observer  observer  outside  7 in slot 28  0       1/0/1        0         healthy

        ● bp ───┬─ ● relay-1 ─┬─ ● observer
                └┄ ✕ relay-2 ┄┘
        """,
        string.Join('\n', PoolText.Lines(SampleViews.OneRelayCutOff)));

    [Fact]
    public void Lines_before_the_first_report() => Assert.Equal(
        """
        Demo [DEMO], not isolated: nothing is firewalled
        slot: waiting for the first report
        no block yet, 0 forged in this run

        node      role      machine  tip   behind  peers h/w/c  restarts  health
        bp        producer  vault    none  -       -            0         not attached yet
        relay-1   relay     edge-1   none  -       -            0         not attached yet
        relay-2   relay     edge-2   none  -       -            0         not attached yet
        observer  observer  outside  none  -       -            0         not attached yet

        ✕ bp ┄┄─┬┄ ✕ relay-1 ┄┬┄ ✕ observer
                └┄ ✕ relay-2 ┄┘
        """,
        string.Join('\n', PoolText.Lines(SampleViews.Silent)));
}
