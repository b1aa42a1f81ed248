using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;
using Xunit;

namespace PoolTopology.Producer.Tests.Journal;

public sealed class PoolLockTests
{
    private static readonly Hash28 Pool = Hash28.Parse("a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c");

    private static string LockFile => $"/run/lock/pooltopology-forge-{Pool}";

    [Fact]
    public void Second_holder_is_refused_until_the_first_lets_go()
    {
        using (PoolLock? first = PoolLock.TryTake(Pool))
        {
            Assert.NotNull(first);
            Assert.Null(PoolLock.TryTake(Pool));
        }
        using PoolLock? next = PoolLock.TryTake(Pool);
        Assert.NotNull(next);
    }

    [LockFolderFact]
    public void Lock_file_alone_refuses_as_it_does_across_network_namespaces()
    {
        using (PoolLock? made = PoolLock.TryTake(Pool))
            Assert.NotNull(made);
        using (new FileStream(LockFile, FileMode.Open, FileAccess.Read, FileShare.None))
            Assert.Null(PoolLock.TryTake(Pool));
        using PoolLock? next = PoolLock.TryTake(Pool);
        Assert.NotNull(next);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LockFolderFactAttribute : FactAttribute
    {
        public LockFolderFactAttribute()
        {
            if (!Directory.Exists("/run/lock"))
                Skip = "there is no /run/lock here";
        }
    }
}
