using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>A plan as programs read it; the same plan gives the same bytes.</summary>
internal static class PlanJson
{
    private static readonly JsonWriterOptions Lines = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One document: the plan's id, what the model says about the firewalls, who gets an enrolment, then the plan.</summary>
    public static string Of(DeploymentPlan plan, string proof = "", EnrolmentPlan? enrolments = null)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Lines))
        {
            writer.WriteStartObject();
            writer.WriteString("id", SavedPlan.IdOf(plan));
            if (proof.Length > 0)
                writer.WriteString("proof", proof);
            if (enrolments is { Wanted.IsEmpty: false })
            {
                writer.WriteStartArray("enrolments");
                foreach (EnrolmentNeed need in enrolments.Wanted)
                {
                    writer.WriteStartObject();
                    writer.WriteString("node", need.Node);
                    writer.WriteString("machine", need.Machine);
                    writer.WriteString("reason", need.Reason);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WritePropertyName("plan");
            JsonSerializer.Serialize(writer, plan, RolloutJson.Default.DeploymentPlan);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
