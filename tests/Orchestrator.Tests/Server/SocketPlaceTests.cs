using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Server;

public sealed class SocketPlaceTests
{
    [Fact]
    public void For_short_path_is_used_as_it_is()
    {
        using TempFolder folder = new();
        using SocketPlace place = SocketPlace.For(folder["orchestrator.sock"]);
        Assert.Equal(folder["orchestrator.sock"], place.Path);
    }

    [Fact]
    public void For_path_that_no_socket_can_have_is_a_private_short_one_until_disposed()
    {
        string path;
        using (SocketPlace place = SocketPlace.For("/" + new string('x', SocketPlace.LongestPathBytes)))
        {
            path = place.Path;
            Assert.InRange(path.Length, 1, SocketPlace.LongestPathBytes);
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
