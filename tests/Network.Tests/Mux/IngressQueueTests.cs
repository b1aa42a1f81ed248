using System.Buffers;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Mux;

public sealed class IngressQueueTests
{
    [Fact]
    public void Append_up_to_the_limit_fits_and_one_byte_more_does_not()
    {
        IngressQueue queue = new(10);
        Assert.True(queue.TryAppend(Bytes(0x49, 1, 2, 3, 4)));
        Assert.True(queue.TryAppend(Bytes(5, 6, 7, 8, 9)));
        Assert.False(queue.TryAppend(Bytes(0)));
        Assert.Equal(TakeOutcome.Taken, queue.TryTake(10, out byte[] message));
        Assert.Equal(10, message.Length);
        // What was taken makes room.
        Assert.True(queue.TryAppend(Bytes(0)));
    }

    [Fact]
    public void Messages_come_out_as_they_went_in_whatever_the_pieces()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            List<byte[]> messages = [.. Enumerable.Range(0, 20).Select(_ => RandomCbor.Item(random, 4))];
            byte[] all = [.. messages.SelectMany(message => message)];
            IngressQueue queue = new(100_000);
            List<byte[]> taken = [];
            for (int at = 0; at < all.Length;)
            {
                int piece = Math.Min(random.Next(1, 400), all.Length - at);
                Assert.True(queue.TryAppend(new ReadOnlySequence<byte>(all, at, piece)));
                at += piece;
                while (random.Next(3) > 0 && queue.TryTake(100_000, out byte[] message) == TakeOutcome.Taken)
                    taken.Add(message);
            }
            while (queue.TryTake(100_000, out byte[] message) == TakeOutcome.Taken)
                taken.Add(message);
            Assert.Equal(messages, taken);
            Assert.Equal(0, queue.UnreadBytes);
        }
    }

    private static ReadOnlySequence<byte> Bytes(params byte[] bytes) => new(bytes);
}
