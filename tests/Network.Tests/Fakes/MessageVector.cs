using System.Text.Json;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>One message of the vectors, with what it is said to be.</summary>
internal sealed record MessageVector(string Protocol, string Type, byte[] Bytes)
{
    public static IEnumerable<MessageVector> Of(string protocol)
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadBytes("network/messages.json"));
        foreach (JsonElement message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            if (message.GetProperty("protocol").GetString() == protocol)
            {
                yield return new MessageVector(
                    protocol,
                    message.GetProperty("messageType").GetString()!.Replace("MessageType", "", StringComparison.Ordinal),
                    Convert.FromHexString(message.GetProperty("cborHex").GetString()!));
            }
        }
    }

    public override string ToString() => $"{Protocol} {Type} {Convert.ToHexStringLower(Bytes)}";
}
