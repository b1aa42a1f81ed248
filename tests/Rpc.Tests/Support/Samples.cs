using System.Buffers;
using Google.Protobuf;
using PoolTopology.Rpc.Tests.Protos;

namespace PoolTopology.Rpc.Tests.Support;

/// <summary>Random messages and random cuts, from a seeded source.</summary>
internal static class Samples
{
    /// <summary>A message that leans to the edges: empty, small, near the limit.</summary>
    public static Text Text(Random random, int maxBytes)
    {
        int length = random.Next(4) switch
        {
            0 => 0,
            1 => random.Next(8),
            2 => maxBytes,
            _ => random.Next(maxBytes),
        };
        byte[] blob = new byte[length];
        random.NextBytes(blob);
        return new Text { Blob = ByteString.CopyFrom(blob), Text_ = random.Next(2) == 0 ? "" : "ß🚀" };
    }

    /// <summary>The same bytes in segments cut at random places.</summary>
    public static ReadOnlySequence<byte> Split(Random random, ReadOnlyMemory<byte> bytes)
    {
        Segment first = new(ReadOnlyMemory<byte>.Empty, 0);
        Segment last = first;
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, random.Next(1, random.Next(2) == 0 ? 4 : 400));
            last = last.Append(bytes[..length]);
            bytes = bytes[length..];
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex) =>
            (Memory, RunningIndex) = (memory, runningIndex);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
