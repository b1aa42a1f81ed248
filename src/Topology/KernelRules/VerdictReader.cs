using System.Text.Json;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads what a rule does with a packet.</summary>
internal static class VerdictReader
{
    /// <summary>The verdict of this name; null where it is none.</summary>
    public static KernelVerdict? TryRead(string name, JsonElement value) => name switch
    {
        "accept" => new KernelVerdict.Accept(),
        "drop" => new KernelVerdict.Drop(IsAnswered: false),
        "reject" => new KernelVerdict.Drop(IsAnswered: true),
        "continue" => new KernelVerdict.GoOn(),
        "return" => new KernelVerdict.GoBack(),
        "jump" => new KernelVerdict.Jump(Json.Text(value, "target")),
        "goto" => new KernelVerdict.JumpForGood(Json.Text(value, "target")),
        _ => null,
    };
}
