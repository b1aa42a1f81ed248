using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using Code = PoolTopology.Rpc.Agent.V1.Refused.Types.Code;

namespace PoolTopology.Orchestrator.Tests.Agent.Session;

/// <summary>Keys are placed once, for their owner alone, and never over another key.</summary>
public sealed class SecretTests
{
    private const string Path = "/etc/pooltopology/keys/bp/kes.skey";

    [Fact]
    public async Task Key_is_placed_for_its_owner_alone_and_the_same_again_writes_nothing()
    {
        SimulatedMachine machine = new();
        Assert.False((await AskAsync(machine, Place("key"))).SecretPlaced.WasThere);
        Assert.Equal("key", machine.Disk.Text(Path));
        Assert.Equal(UnixFileMode.UserRead, machine.Disk.Look(Path)?.Mode);
        // Nothing is written where the account itself may write.
        Assert.DoesNotContain(machine.Doom.Names, act => act.StartsWith("append /etc/pooltopology/keys/bp/", StringComparison.Ordinal));
        string before = machine.Disk.Describe(path => path.StartsWith("/etc", StringComparison.Ordinal));
        Assert.True((await AskAsync(machine, Place("key"))).SecretPlaced.WasThere);
        Assert.Equal(before, machine.Disk.Describe(path => path.StartsWith("/etc", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_key_in_its_place_is_left_as_it_is()
    {
        SimulatedMachine machine = new();
        await AskAsync(machine, Place("mainnet's"));
        Assert.Equal(Code.OtherSecret, (await AskAsync(machine, Place("devnet's"))).Refused.Code);
        Assert.Equal("mainnet's", machine.Disk.Text(Path));
    }

    [Fact]
    public async Task Enrolment_takes_the_place_of_the_one_before_and_a_key_never_does()
    {
        const string enrolment = "/etc/pooltopology/keys/relay-1/enrolment.pem";
        SimulatedMachine machine = new();
        Request first = Place("first", enrolment);
        await AskAsync(machine, first);
        Assert.Equal(Code.OtherSecret, (await AskAsync(machine, Place("second", enrolment))).Refused.Code);
        Request second = Place("second", enrolment);
        second.PlaceSecret.Replace = true;
        Assert.False((await AskAsync(machine, second)).SecretPlaced.WasThere);
        Assert.Equal("second", machine.Disk.Text(enrolment));
        Assert.Equal(UnixFileMode.UserRead, machine.Disk.Look(enrolment)?.Mode);

        await AskAsync(machine, Place("key"));
        Request other = Place("other");
        other.PlaceSecret.Replace = true;
        Assert.Equal(Code.BadRequest, (await AskAsync(machine, other)).Refused.Code);
        Assert.Equal("key", machine.Disk.Text(Path));
    }

    [Fact]
    public async Task Enrolment_that_is_replaced_is_whole_wherever_the_agent_dies()
    {
        const string enrolment = "/etc/pooltopology/keys/relay-1/enrolment.pem";
        for (int diesBefore = 1; ; diesBefore++)
        {
            SimulatedMachine machine = new();
            await AskAsync(machine, Place("first", enrolment));
            Request second = Place("second", enrolment);
            second.PlaceSecret.Replace = true;
            bool lives = await machine.LivesAsync(diesBefore, second);
            machine.Disk.LosePower(new Random(diesBefore));
            Assert.Contains(machine.Disk.Text(enrolment), new[] { "first", "second" });
            await AskAsync(machine, second);
            Assert.Equal("second", machine.Disk.Text(enrolment));
            if (lives)
                return;
        }
    }

    [Theory]
    [InlineData("/etc/shadow", 0x100u)]
    [InlineData("/etc/pooltopology/keys/kes.skey", 0x100u)]
    [InlineData("/etc/pooltopology/keys/../x/kes.skey", 0x100u)]
    [InlineData("/etc/pooltopology/keys/bp/", 0x100u)]
    [InlineData(Path, 0x120u)]
    [InlineData(Path, 0u)]
    public async Task Places_and_modes_that_are_none_for_a_key_are_refused(string path, uint mode)
    {
        SimulatedMachine machine = new();
        Request request = Place("key");
        (request.PlaceSecret.Path, request.PlaceSecret.Mode) = (path, mode);
        Assert.Equal(Code.BadRequest, (await AskAsync(machine, request)).Refused.Code);
        Assert.Null(machine.Disk.Look(path));
    }

    [Fact]
    public async Task Key_that_arrives_changed_is_refused()
    {
        SimulatedMachine machine = new();
        Request request = Place("key");
        request.PlaceSecret.Content = ByteString.CopyFromUtf8("kez");
        Assert.Equal(Code.WrongHash, (await AskAsync(machine, request)).Refused.Code);
    }

    private static Request Place(string key, string path = Path) => new()
    {
        PlaceSecret = new PlaceSecret
        {
            Fence = Requests.Fence(), Path = path, Content = ByteString.CopyFromUtf8(key), Mode = 0x100, Owner = "root",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        },
    };

    private static async Task<Reply> AskAsync(SimulatedMachine machine, Request request) =>
        (await machine.RunAgentAsync(0, request))[^1];
}
