using System.Text;
using PoolTopology.Orchestrator.Processes;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Processes;

public sealed class OutputTailTests
{
    [Fact]
    public void LastLines_are_the_last_ten_without_empty_ones()
    {
        OutputTail tail = new();
        tail.Add(Encoding.ASCII.GetBytes(string.Join("\n\n", Enumerable.Range(0, 50))));
        Assert.Equal(Enumerable.Range(40, 10).Select(i => $"{i}"), tail.LastLines());
    }

    [Fact]
    public void Add_endless_output_stays_bounded()
    {
        OutputTail tail = new();
        for (int i = 0; i < 100; i++)
            tail.Add(new byte[1000]);
        Assert.InRange(tail.LastLines().Sum(line => line.Length), 1, OutputTail.KeptBytes);
    }
}
