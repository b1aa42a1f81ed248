namespace PoolTopology.Network.Tests.Host;

public enum DialOrder
{
    FirstThenSecond,
    SecondThenFirst,
    Both,
}
