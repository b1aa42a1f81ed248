using System.Text.Json;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>What a kernel notes about numbered packets: in which connection state they came, and whether they passed.</summary>
internal sealed class KernelWitness
{
    private readonly Dictionary<int, int> _stateBits = [];
    private readonly HashSet<int> _replies = [];
    private readonly HashSet<int> _passed = [];

    /// <summary>
    /// nft's text of the table for one path: what the machine sends by itself on the other has numbers of its own.
    /// Connection tracking has looked at a packet before the first chain does.
    /// </summary>
    public static string Table(IpFamily family, PacketPath path)
    {
        (string before, string behind) = path == PacketPath.Incoming ? ("prerouting", "input") : ("output", "postrouting");
        string number = family == IpFamily.V4 ? "ip id" : "ip6 flowlabel";
        string note = $"add @seen {{ {number} . ct state }}\n    ct direction reply add @replies {{ {number} }}";
        return $$"""
            table inet pt_witness
            delete table inet pt_witness
            table inet pt_witness {
              set seen {
                typeof {{number}} . ct state
                flags dynamic
                size 2000000
              }
              set replies {
                typeof {{number}}
                flags dynamic
                size 2000000
              }
              set passed {
                typeof {{number}}
                flags dynamic
                size 2000000
              }
              chain before {
                type filter hook {{before}} priority -150; policy accept;
                {{note}}
              }
              chain behind {
                type filter hook {{behind}} priority 1000; policy accept;
                add @passed { {{number}} }
              }
            }

            """;
    }

    public static KernelWitness Read(string listing)
    {
        KernelWitness witness = new();
        using JsonDocument document = JsonDocument.Parse(listing);
        foreach (JsonElement item in document.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (!item.TryGetProperty("set", out JsonElement set) || !set.TryGetProperty("elem", out JsonElement elements))
                continue;
            foreach (JsonElement element in elements.EnumerateArray())
            {
                switch (set.GetProperty("name").GetString())
                {
                    case "seen":
                        JsonElement pair = element.GetProperty("concat");
                        witness._stateBits[pair[0].GetInt32()] = pair[1].ValueKind == JsonValueKind.Number ? pair[1].GetInt32() : Bit(pair[1].GetString()!);
                        break;
                    case "replies":
                        witness._replies.Add(element.GetInt32());
                        break;
                    default:
                        witness._passed.Add(element.GetInt32());
                        break;
                }
            }
        }
        return witness;
    }

    /// <summary>The state that the kernel gave a packet; null where it never came.</summary>
    public Flow? FlowOf(int number)
    {
        if (!_stateBits.TryGetValue(number, out int bit))
            return null;
        bool isReply = _replies.Contains(number);
        return bit switch
        {
            1 => Flow.Invalid,
            2 => isReply ? Flow.EstablishedReply : Flow.EstablishedOriginal,
            4 => isReply ? Flow.RelatedReply : Flow.RelatedOriginal,
            8 => Flow.New,
            _ => Flow.Untracked,
        };
    }

    public bool HasPassed(int number) => _passed.Contains(number);

    private static int Bit(string state) => state switch
    {
        "invalid" => 1,
        "established" => 2,
        "related" => 4,
        "new" => 8,
        _ => 64,
    };
}
