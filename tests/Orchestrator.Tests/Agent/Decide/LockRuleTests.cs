using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using Code = PoolTopology.Rpc.Agent.V1.Refused.Types.Code;

namespace PoolTopology.Orchestrator.Tests.Agent.Decide;

/// <summary>The machine's lock, over whole sessions.</summary>
public sealed class LockRuleTests
{
    private readonly SimulatedMachine _machine = new();

    [Fact]
    public async Task Acquire_gives_a_token_higher_than_every_one_before_and_at_least_what_was_asked()
    {
        Assert.Equal(1ul, (await AskAsync(Acquire("ann"))).Lease.Token);
        Assert.Equal(2ul, (await AskAsync(Acquire("ann"))).Lease.Token);
        Assert.Equal(50ul, (await AskAsync(Acquire("ann", atLeast: 50))).Lease.Token);
        Assert.NotNull((await AskAsync(Release("ann", 50))).LockReleased);
        Assert.Equal(51ul, (await AskAsync(Acquire("bob"))).Lease.Token);
    }

    [Fact]
    public async Task Acquire_of_a_live_lock_names_its_holder_and_of_one_that_ran_out_takes_it()
    {
        await AskAsync(Acquire("ann", ttl: 60));
        Refused held = (await AskAsync(Acquire("bob"))).Refused;
        Assert.Equal((Code.ForeignLock, "ann", true), (held.Code, held.Lock.Holder, held.Lock.IsLive));
        await _machine.WaitAsync(59);
        Assert.NotNull((await AskAsync(Acquire("bob"))).Refused);
        await _machine.WaitAsync(1);
        Assert.Equal(2ul, (await AskAsync(Acquire("bob"))).Lease.Token);
        Assert.Equal(Code.LockLost, (await AskAsync(Renew("ann", 1))).Refused.Code);
        Assert.Equal(Code.StaleFence, (await AskAsync(Requests.Prune(1, token: 1))).Refused.Code);
    }

    [Fact]
    public async Task Acquire_of_a_manual_lock_needs_its_token_to_break_it()
    {
        Request manual = Acquire("ann");
        manual.AcquireLock.IsManual = true;
        await AskAsync(manual);
        await _machine.WaitAsync(1e6);
        Assert.Equal(Code.ForeignLock, (await AskAsync(Acquire("bob"))).Refused.Code);
        Request wrong = Acquire("bob");
        wrong.AcquireLock.BreakToken = 7;
        Assert.Equal(Code.ForeignLock, (await AskAsync(wrong)).Refused.Code);
        Request right = Acquire("bob");
        right.AcquireLock.BreakToken = 1;
        Assert.Equal(2ul, (await AskAsync(right)).Lease.Token);
    }

    [Fact]
    public async Task Renew_extends_and_may_raise_the_token_but_never_lowers_it()
    {
        await AskAsync(Acquire("ann", ttl: 60, atLeast: 5));
        await _machine.WaitAsync(50);
        Lease renewed = (await AskAsync(Renew("ann", 9))).Lease;
        Assert.Equal((9ul, 60.0), (renewed.Token, renewed.SecondsLeft));
        Assert.Equal(Code.StaleFence, (await AskAsync(Renew("ann", 8))).Refused.Code);
        Assert.Equal(Code.LockLost, (await AskAsync(Renew("bob", 9))).Refused.Code);
    }

    [Fact]
    public async Task Lock_counts_anew_after_the_machine_was_restarted()
    {
        await AskAsync(Acquire("ann", ttl: 60));
        await _machine.WaitAsync(50);
        await _machine.RestartAsync(coin: null, diesBefore: 0);
        await _machine.WaitAsync(50);
        Assert.Equal(Code.ForeignLock, (await AskAsync(Acquire("bob"))).Refused.Code);
        await _machine.WaitAsync(10);
        Assert.NotNull((await AskAsync(Acquire("bob"))).Lease);
    }

    [Theory]
    [InlineData("", 60u)]
    [InlineData("ann", 0u)]
    [InlineData("ann", 3601u)]
    public async Task Acquire_without_holder_or_with_a_time_out_of_bounds_is_a_bad_request(string holder, uint ttl) =>
        Assert.Equal(Code.BadRequest, (await AskAsync(Acquire(holder, ttl))).Refused.Code);

    private async Task<Reply> AskAsync(Request request) => (await _machine.RunAgentAsync(0, request))[^1];

    private static Request Acquire(string holder, uint ttl = 60, ulong atLeast = 0) => new()
    {
        AcquireLock = new AcquireLock { Holder = holder, TtlSeconds = ttl, AtLeast = atLeast, Reason = "a rollout" },
    };

    private static Request Renew(string holder, ulong token) =>
        new() { RenewLock = new RenewLock { Holder = holder, Token = token, TtlSeconds = 60 } };

    private static Request Release(string holder, ulong token) =>
        new() { ReleaseLock = new ReleaseLock { Holder = holder, Token = token } };
}
